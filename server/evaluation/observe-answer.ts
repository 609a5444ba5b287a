import { SIMULATED_FINGERPRINT } from '../../contract/evaluation.ts';
import type { AnswerObservation, RequiredSource } from '../../contract/evaluation-result.ts';
import type { GoldItem, GoldSource } from '../../contract/gold-set.ts';
import type { ChunkId } from '../../contract/ids.ts';
import type { LedgerEntry } from '../../contract/retrieval.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';

export interface Observed {
  readonly item: GoldItem;
  readonly record: AnswerTraceRecord;
  /** Of the candidates that `candidatesToRead` names. */
  readonly texts: ReadonlyMap<ChunkId, string>;
  /** By the path of a required document that was not selected. */
  readonly lost: ReadonlyMap<string, RequiredSource['lost']>;
  readonly durationMs: number;
}

/** Pure: all that scores need of an answer, from its record and the item that it is held against. */
export function observeAnswer(observed: Observed): AnswerObservation {
  const { item, record, durationMs } = observed;
  const { candidates } = record.retrieval;
  const wanted = new Set(item.sources.flatMap(pathsOf));
  const selected = candidates.filter((candidate) => candidate.selected);
  return {
    kind: 'answer',
    status: record.outcome.status,
    answer: record.answer.text,
    model: record.route.model,
    tier: record.route.tier,
    escalations: record.route.escalations.length,
    simulated: record.attempts.some(({ fingerprint }) => fingerprint === SIMULATED_FINGERPRINT),
    required: item.sources.map((source) => observeSource(source, observed)),
    selected_count: selected.length,
    selected_required: selected.filter(({ source }) => wanted.has(source)).length,
    citations: record.answer.citations.map(({ source, status }) => ({
      path: source,
      required: source !== null && wanted.has(source),
      status,
    })),
    verdicts: record.verification.claims.map(({ verdict }) => verdict),
    usage: record.measures.usage,
    duration_ms: durationMs,
  };
}

/** The candidates whose words have to be looked at: those of documents that something is quoted from. */
export function candidatesToRead(
  item: GoldItem,
  candidates: readonly LedgerEntry[],
): readonly ChunkId[] {
  const quoted = new Set(
    item.sources.flatMap((source) => (source.quote === undefined ? [] : pathsOf(source))),
  );
  return candidates.filter(({ source }) => quoted.has(source)).map(({ chunk_id: id }) => id);
}

/** The required documents of which, and of what would do as well, nothing was selected. */
export function findLost(item: GoldItem, candidates: readonly LedgerEntry[]): readonly string[] {
  const selected = new Set(
    candidates.filter((entry) => entry.selected).map(({ source }) => source),
  );
  return item.sources
    .filter((source) => !pathsOf(source).some((path) => selected.has(path)))
    .map(({ path }) => path);
}

function observeSource(source: GoldSource, { record, texts, lost }: Observed): RequiredSource {
  const paths = pathsOf(source);
  const own = record.retrieval.candidates.filter((candidate) => paths.includes(candidate.source));
  const isSelected = own.some((candidate) => candidate.selected);
  const { quote } = source;
  const holding =
    quote === undefined
      ? []
      : own.filter(({ chunk_id: id }) => holdsQuote(texts.get(id) ?? '', quote));
  return {
    path: source.path,
    selected: isSelected,
    rank: bestRank(own),
    quote:
      quote === undefined
        ? null
        : { rank: bestRank(holding), selected: holding.some((candidate) => candidate.selected) },
    cited: record.answer.citations.some(
      ({ source: cited }) => cited !== null && paths.includes(cited),
    ),
    lost: isSelected ? null : (lost.get(source.path) ?? null),
  };
}

function pathsOf({ path, also = [] }: GoldSource): readonly string[] {
  return [path, ...also];
}

function bestRank(candidates: readonly LedgerEntry[]): number | null {
  return candidates.length === 0 ? null : Math.min(...candidates.map(({ rank }) => rank));
}

function holdsQuote(text: string, quote: string): boolean {
  return onOneLine(text).includes(onOneLine(quote));
}

/** The marks that Markdown has around words are no part of what it says. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/[*_`]+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .toLowerCase()
    .trim();
}
