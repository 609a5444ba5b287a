import type { ChunkShift, TraceDiff } from '../../contract/trace-diff.ts';
import type { TraceHistory } from '../../contract/trace-history.ts';
import type { Colors } from '../terminal.ts';
import { formatMinute } from './facts.ts';
import { printable, printableLine } from './printable.ts';
import { renderWords } from './render-diff.ts';

/** In what two answers differ, step by step; what is the same is said in a word. */
export function renderTraceDiff(diff: TraceDiff, colors: Colors): string {
  return [
    section('Settings', describeSettings(diff), colors),
    section('Chunks', describeChunks(diff), colors),
    section(
      'Route',
      describePairs([
        ['model', diff.route.model],
        ['rule', diff.route.rule],
      ]),
      colors,
    ),
    section('Answer', describeAnswer(diff, colors), colors),
    section('Claims', diff.claims.map(describeClaim), colors),
  ].join('\n\n');
}

/** What happened to an answer since, a line for each. */
export function renderHistory({ data }: TraceHistory): string {
  if (data.length === 0) return 'Nothing has happened to it since it was stored.';
  return data
    .map(({ at, by, detail, text, trace_id: trace }) => {
      const who = by === null ? '' : ` (${by})`;
      const other = trace === null ? '' : ` ${trace}`;
      const line = printableLine(`${formatMinute(at)} ${detail}${who}${other}`);
      return text === null ? line : `${line}\n  ${printable(text).replaceAll('\n', '\n  ')}`;
    })
    .join('\n');
}

function section(title: string, lines: readonly string[], colors: Colors): string {
  return [colors.bold(title), ...(lines.length === 0 ? ['the same'] : lines)].join('\n');
}

type Pair = { readonly from: string | null; readonly to: string | null };

function describePairs(pairs: readonly (readonly [name: string, pair: Pair])[]): string[] {
  return pairs
    .filter(([, { from, to }]) => from !== to)
    .map(([name, { from, to }]) => printableLine(`${name}: ${from ?? 'none'} → ${to ?? 'none'}`));
}

function describeSettings({ settings }: TraceDiff): string[] {
  return describePairs([
    ['documents as of', settings.as_of],
    ['model asked for', settings.requested_model],
    ['prompt', settings.prompt_version],
    ['configuration', settings.config_hash],
    ['version', settings.code_version],
    ...settings.retrieval.map(({ name, ...pair }) => [name, pair] as const),
  ]);
}

function describeChunks({ retrieval: { shifts, kept } }: TraceDiff): string[] {
  return shifts.length === 0 ? [] : [...shifts.map(describeShift), `${kept} in the same place`];
}

function describeShift({ shift, source, document_version: version, from, to }: ChunkShift): string {
  const why = (shift === 'left' ? to : (to ?? from))?.reason;
  const reason = why === undefined ? '' : `: ${why}`;
  return printableLine(`${shift} ${source} v${version}, ${rankOf(from)} → ${rankOf(to)}${reason}`);
}

function rankOf(place: ChunkShift['from']): string {
  return place === null ? 'absent' : `rank ${place.rank}`;
}

function describeAnswer({ answer }: TraceDiff, colors: Colors): string[] {
  const outcome = describePairs([
    ['status', answer.status],
    ['verdict', answer.verdict],
  ]);
  return answer.same ? outcome : [...outcome, renderWords(answer.words, colors)];
}

function describeClaim({ text, from, to }: TraceDiff['claims'][number]): string {
  return printableLine(`${from ?? 'not said'} → ${to ?? 'not said'}: ${text}`);
}
