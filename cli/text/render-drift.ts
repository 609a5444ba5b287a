import type { DriftAttribution } from '../../contract/drift-attribution.ts';
import type {
  DriftAlarm,
  DriftEvent,
  DriftFigure,
  DriftLedger,
  DriftWindow,
} from '../../contract/drift.ts';
import { formatMinute } from './facts.ts';
import { renderTable, type Column, type TableStyle } from './render-table.ts';

const eventColumns: readonly Column<DriftEvent>[] = [
  { title: 'at (UTC)', cell: ({ at }) => formatMinute(at) },
  { title: 'what', cell: ({ kind, count }) => `${words(kind)}${count > 1 ? ` (${count})` : ''}` },
  { title: 'before', cell: ({ before }) => shorten(before) },
  { title: 'after', cell: ({ after }) => shorten(after) },
  { title: 'of', cell: ({ subject }) => subject ?? '' },
];

const windowColumns: readonly Column<DriftWindow>[] = [
  { title: 'from (UTC)', cell: ({ from }) => formatMinute(from) },
  { title: 'to (UTC)', cell: ({ to }) => formatMinute(to) },
  { title: 'answers', align: 'right', cell: ({ answers }) => String(answers) },
  { title: 'p', align: 'right', cell: ({ comparison }) => comparison?.p.toFixed(3) ?? 'no data' },
  { title: 'moved', cell: ({ comparison }) => describeMoved(comparison) },
];

const alarmColumns: readonly Column<DriftAlarm>[] = [
  { title: 'measure', cell: ({ measure }) => words(measure) },
  { title: 'p', align: 'right', cell: ({ p }) => p.toFixed(3) },
  { title: 'reference', cell: ({ reference }) => describeFigure(reference) },
  { title: 'window', cell: ({ current }) => describeFigure(current) },
];

/** The timeline: what changed, what moved in each window, and by how much in the newest that did. */
export function renderDrift({ events, windows }: DriftLedger, style: TableStyle): string {
  const moved = windows.findLast(({ comparison }) => (comparison?.alarms.length ?? 0) > 0);
  const parts = [
    events.length === 0 ? 'Nothing changed.' : renderTable(events, eventColumns, style),
    windows.length === 0
      ? 'There is no whole window of answers: ask for a smaller one with --window.'
      : renderTable(windows, windowColumns, style),
  ];
  if (moved?.comparison) {
    const until = formatMinute(moved.to);
    parts.push(
      `Moved in the window until ${until}:\n${renderTable(moved.comparison.alarms, alarmColumns, style)}`,
    );
  }
  return parts.join('\n\n');
}

interface EffectRow {
  readonly factor: string;
  readonly measure: string;
  readonly moved: number;
  readonly effect: number;
  readonly interval: string;
  readonly p: number;
  readonly isCause: boolean;
}

const effectColumns: readonly Column<EffectRow>[] = [
  { title: 'change', cell: ({ factor }) => factor },
  { title: 'measure', cell: ({ measure }) => measure },
  { title: 'moved', align: 'right', cell: ({ moved }) => signed(moved) },
  { title: 'by this', align: 'right', cell: ({ effect }) => signed(effect) },
  { title: '95 % interval', cell: ({ interval }) => interval },
  { title: 'p', align: 'right', cell: ({ p }) => p.toFixed(3) },
  { title: '', cell: ({ isCause }) => (isCause ? 'cause' : '') },
];

export function renderAttribution(
  { result, failure, replays }: DriftAttribution,
  style: TableStyle,
): string {
  if (result === null) return failure ?? `${replays.done} of ${replays.total} replays are done.`;
  const rows = result.factors.flatMap(({ factor, effects }) =>
    effects.map((effect) => ({
      factor,
      measure: `${words(effect.measure)}${effect.value === null ? '' : ` ${effect.value}`}`,
      moved: effect.moved,
      effect: effect.effect,
      interval: `${signed(effect.low)} to ${signed(effect.high)}`,
      p: effect.p,
      isCause: effect.is_cause,
    })),
  );
  const lost = result.not_replayed.map(({ what, why }) => `Not replayed: ${what}. ${why}`);
  const counts = `${replays.done} replays, ${result.failed_replays} refused, $${result.cost_usd.toFixed(4)}.`;
  return [renderTable(rows, effectColumns, style), ...lost, counts].join('\n');
}

function describeMoved(comparison: DriftWindow['comparison']): string {
  if (comparison === null) return '';
  return comparison.alarms.map(({ measure }) => words(measure)).join(', ');
}

/** A mean, or the largest shares. */
function describeFigure(figure: DriftFigure): string {
  if (figure === null) return 'no data';
  if (figure.kind === 'number') return `mean ${figure.mean.toPrecision(3)}`;
  return figure.shares
    .slice(0, 3)
    .map(({ value, share }) => `${value} ${(share * 100).toFixed(0)} %`)
    .join(', ');
}

const MAX_SHOWN = 40;

function shorten(text: string | null): string {
  return text === null ? '' : text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function signed(value: number): string {
  const text = Number(value.toPrecision(3)).toString();
  return value > 0 ? `+${text}` : text;
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
