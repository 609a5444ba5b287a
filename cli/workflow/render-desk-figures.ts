import type { z } from 'zod';
import type { WorkflowResult } from '../../contract/workflow.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import { renderTable, type TableStyle } from '../text/render-table.ts';

interface LabelledTicket {
  readonly id: string;
  readonly label: string;
  readonly must_review: boolean;
}

type Result = z.infer<typeof WorkflowResult>;

export interface JudgedTickets {
  readonly tickets: readonly LabelledTicket[];
  readonly results: readonly Result[];
  /** Which documents answer the tickets of each label. */
  readonly articles: ReadonlyMap<string, readonly string[]>;
}

interface Figure {
  readonly name: string;
  readonly count: number;
  readonly of: number;
}

/** What became of the tickets, beside what people said of them: shares with their 95 % intervals (Wilson). */
export function renderDeskFigures(judged: JudgedTickets, style: TableStyle): string {
  return renderTable(
    countFigures(judged),
    [
      { title: 'figure', cell: ({ name }) => name },
      { title: 'share', align: 'right', cell: (figure) => percent(figure.count, figure.of) },
      { title: '95 % interval', align: 'right', cell: intervalOf },
      { title: 'tickets', align: 'right', cell: ({ count, of }) => `${count} of ${of}` },
    ],
    style,
  );
}

export function countFigures({ tickets, results, articles }: JudgedTickets): readonly Figure[] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const ended = tickets.flatMap((ticket) => {
    const result = byKey.get(ticket.id);
    return result === undefined ? [] : [{ ticket, result }];
  });
  const share = (
    name: string,
    among: typeof ended,
    holds: (one: (typeof ended)[number]) => boolean,
  ) => ({
    name,
    count: among.filter(holds).length,
    of: among.length,
  });
  const labelled = ended.filter(({ result }) => result.label !== null);
  const regulated = ended.filter(({ ticket }) => ticket.must_review);
  const sent = ended.filter(({ result }) => result.outcome === 'resolved');
  return [
    share('labelled as people did', ended, ({ ticket, result }) => result.label === ticket.label),
    share('labelled surely enough', ended, ({ result }) => result.label !== null),
    share('… and as people did', labelled, ({ ticket, result }) => result.label === ticket.label),
    share('resolved without a person', ended, ({ result }) => result.outcome === 'resolved'),
    share('… labelled as people did', sent, ({ ticket, result }) => result.label === ticket.label),
    share('… citing articles of that label', sent, ({ ticket, result }) =>
      result.citations.every(({ source }) => articles.get(ticket.label)?.includes(source) === true),
    ),
    share('regulated ones held for a person', regulated, ({ result }) => result.review !== null),
    share('of the resolved, regulated', sent, ({ ticket }) => ticket.must_review),
  ];
}

function percent(count: number, of: number): string {
  return of === 0 ? 'no data' : `${((100 * count) / of).toFixed(1)} %`;
}

function intervalOf({ count, of }: Figure): string {
  const interval = wilsonInterval(count, of);
  return interval === null
    ? ''
    : `${(100 * interval.low).toFixed(1)}–${(100 * interval.high).toFixed(1)} %`;
}
