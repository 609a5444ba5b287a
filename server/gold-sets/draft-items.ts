import { MAX_DRAFTS } from '../../contract/gold-draft.ts';
import { GoldDraftId } from '../../contract/ids.ts';
import type { NewGoldDraft } from '../../db/queries/gold-drafts.ts';
import type { ServedText } from '../../db/queries/served-texts.ts';
import { draftQuestions } from './draft-questions.ts';
import type { DraftedPlaces } from './drafted-places.ts';
import { isWithinLimits, toDraft } from './to-draft.ts';

/** Drafts from documents, in turn from each, until there are `count` that are not among `known` items. */
export function draftItems(
  documents: readonly ServedText[],
  {
    count,
    places,
    newId,
  }: {
    readonly count: number;
    /** What the set has drafts of. */
    readonly places: DraftedPlaces;
    readonly newId: () => string;
  },
): readonly NewGoldDraft[] {
  const ofEach = documents.map((document) =>
    draftsOf(document).filter(
      ({ item, quote }) =>
        !places.hasItem(item.id) && !places.holds(document.source, quote, 'model'),
    ),
  );
  const most = Math.min(count, MAX_DRAFTS);
  const chosen: Omit<NewGoldDraft, 'id'>[] = [];
  const ids = new Set<string>();
  for (let round = 0; ofEach.some((drafts) => round < drafts.length); round += 1) {
    for (const drafts of ofEach) {
      const draft = drafts[round];
      if (draft === undefined || ids.has(draft.item.id) || chosen.length === most) continue;
      ids.add(draft.item.id);
      chosen.push(draft);
    }
    if (chosen.length === most) break;
  }
  return chosen.map((draft) => ({ ...draft, id: GoldDraftId.parse(newId()) }));
}

function draftsOf(document: ServedText): readonly Omit<NewGoldDraft, 'id'>[] {
  return draftQuestions(document.text, document.title)
    .filter(({ question, quote }) => isWithinLimits(document.text, { question, quote }))
    .map(({ template, question, acceptedAnswers, quote }) =>
      toDraft(document, {
        template,
        model: null,
        traceId: null,
        question,
        acceptedAnswers,
        quote,
      }),
    );
}
