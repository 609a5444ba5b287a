import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';

/** What the workflow made of a ticket whose thresholds were all 0, beside what people said of it. */
export interface SortedTicket {
  readonly isRegulated: boolean;
  readonly isLabelRight: boolean;
  /** Whether everything that is cited belongs to the right class. */
  readonly isCitedRight: boolean;
  /** Whether people said that an article resolves it. */
  readonly isResolvable: boolean;
  readonly probability: number;
  readonly isConfirmed: boolean;
  /** Nothing held it, and its draft is supported by what it cites. */
  readonly isSendable: boolean;
}

/** As the step `verify` has them. */
export interface Thresholds {
  readonly alone: number;
  readonly confirmed: number;
}

const GRID = Array.from({ length: 20 }, (_, index) => (5 * index) / 100);

/** There are few regulated tickets: that none of them was sent may be luck. */
const MARGIN = 0.1;

export function resolvedBy(
  tickets: readonly SortedTicket[],
  { alone, confirmed }: Thresholds,
): readonly SortedTicket[] {
  return tickets.filter(
    ({ isSendable, isConfirmed, probability }) =>
      isSendable && probability >= (isConfirmed ? confirmed : alone),
  );
}

/**
 * The thresholds that resolve the most tickets while at least this share of the resolved is labelled as people did and
 * none of them is regulated, nor would be if a little less were wanted; null where no thresholds do. Below `least`
 * there is no label.
 */
export function chooseThresholds(
  tickets: readonly SortedTicket[],
  { precision, least }: { readonly precision: number; readonly least: number },
): Thresholds | null {
  const grid = GRID.filter((probability) => probability >= least);
  const pairs = grid.flatMap((alone) =>
    grid.filter((confirmed) => confirmed <= alone).map((confirmed) => ({ alone, confirmed })),
  );
  let best: { readonly thresholds: Thresholds; readonly count: number } | null = null;
  for (const thresholds of pairs) {
    const resolved = resolvedBy(tickets, thresholds);
    const right = resolved.filter(({ isLabelRight }) => isLabelRight).length;
    const isAllowed =
      right >= precision * resolved.length &&
      !resolvedBy(tickets, lessBy(MARGIN, thresholds)).some((one) => one.isRegulated);
    if (isAllowed && resolved.length > (best?.count ?? 0)) {
      best = { thresholds, count: resolved.length };
    }
  }
  return best?.thresholds ?? null;
}

function lessBy(margin: number, { alone, confirmed }: Thresholds): Thresholds {
  return { alone: alone - margin, confirmed: confirmed - margin };
}

/** A line for each share, with its 95 % interval (Wilson). */
export function describeResolved(
  tickets: readonly SortedTicket[],
  thresholds: Thresholds,
): readonly string[] {
  const resolved = resolvedBy(tickets, thresholds);
  const share = (name: string, holds: (ticket: SortedTicket) => boolean) =>
    `  ${name.padEnd(38)}${describeShare(resolved.filter(holds).length, resolved.length)}`;
  const regulated = tickets.filter(({ isRegulated }) => isRegulated);
  const held = regulated.filter((ticket) => !resolved.includes(ticket)).length;
  return [
    `  ${'resolved without a person'.padEnd(38)}${describeShare(resolved.length, tickets.length)}`,
    share('of those labelled as people did', ({ isLabelRight }) => isLabelRight),
    share('citing articles of the right class', ({ isCitedRight }) => isCitedRight),
    share('that an article resolves at all', ({ isResolvable }) => isResolvable),
    `  ${'regulated ones left to a person'.padEnd(38)}${describeShare(held, regulated.length)}`,
  ];
}

export function describeShare(right: number, total: number): string {
  const interval = wilsonInterval(right, total);
  if (interval === null) return 'no data';
  return `${percent(right / total)} (${percent(interval.low)} to ${percent(interval.high)}; ${right} of ${total})`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(7);
}
