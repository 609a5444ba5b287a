import type { AnswerDeps } from '../answer/answer-question.ts';
import { findStep, type Ticket } from './ticket.ts';

type Retrieve = AnswerDeps['retrieve'];

/** How the documents of a ticket's label were searched. */
export interface LabelSearch {
  readonly label: string;
  /** Whether anything was found in them; else the draft rests on what was found anywhere. */
  readonly hasFound: boolean;
  /** Whether a search of all documents puts one of them first: that knows nothing of the label. */
  readonly isConfirmed: boolean;
}

interface SearchingByLabel {
  readonly retrieve: Retrieve;
  /** Null before the search. */
  readonly readSearch: () => LabelSearch | null;
}

/** Null where the workflow names no documents for the label, or nobody is sure of one. */
export function searchByLabel(
  { definition }: Pick<Ticket, 'definition'>,
  label: string | null,
  retrieve: Retrieve,
): SearchingByLabel | null {
  const byLabel = new Map(Object.entries(findStep(definition, 'retrieve')?.sources_by_label ?? {}));
  const sources = label === null ? undefined : byLabel.get(label);
  if (label === null || sources === undefined) return null;
  let search: LabelSearch | null = null;
  return {
    async retrieve(query) {
      const [narrowed, anywhere] = await Promise.all([
        retrieve({ ...query, filters: { ...query.filters, sources } }),
        retrieve(query),
      ]);
      const [first] = anywhere.selected;
      const hasFound = narrowed.selected.length > 0;
      search = {
        label,
        hasFound,
        isConfirmed: first !== undefined && sources.includes(first.source),
      };
      // Whoever decides on the ticket has something to go by.
      return hasFound ? narrowed : anywhere;
    },
    readSearch: () => search,
  };
}
