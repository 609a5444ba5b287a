import { createHash } from 'node:crypto';
import { MAX_DRAFTS } from '../../contract/gold-draft.ts';
import { GoldItem } from '../../contract/gold-set.ts';
import { GoldDraftId } from '../../contract/ids.ts';
import type { NewGoldDraft } from '../../db/queries/gold-drafts.ts';
import type { ServedText } from '../../db/queries/served-texts.ts';
import { draftQuestions } from './draft-questions.ts';

const MAX_QUOTE_CHARS = 4_000;
const MAX_INPUT_CHARS = 1_000;
const ID_LENGTH = 24;

/** Drafts from documents, in turn from each, until there are `count` that are not among `known` items. */
export function draftItems(
  documents: readonly ServedText[],
  {
    count,
    known,
    newId,
  }: {
    readonly count: number;
    /** Ids of items that the set has drafts of. */
    readonly known: ReadonlySet<string>;
    readonly newId: () => string;
  },
): readonly NewGoldDraft[] {
  const ofEach = documents.map((document) =>
    draftsOf(document).filter(({ item }) => !known.has(item.id)),
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
  const { documentId, version, title, source, classification, text } = document;
  return draftQuestions(text, title).flatMap(
    ({ template, question, acceptedAnswers, quote: span }) => {
      const quote = text.slice(span.start, span.end);
      if (quote.length > MAX_QUOTE_CHARS || question.length > MAX_INPUT_CHARS) return [];
      if (!quote.isWellFormed() || !question.isWellFormed()) return [];
      const item = GoldItem.parse({
        id: `draft-${hashOf(source, template, quote)}`,
        input: question,
        expected: { accepted_answers: acceptedAnswers },
        sources: [{ path: source, quote }],
        classification,
        tags: ['from-document', template],
      });
      return [
        {
          template,
          item,
          document_id: documentId,
          document_version: version,
          quote,
          char_start: span.start,
          char_end: span.end,
        },
      ];
    },
  );
}

/** The same place is the same item, whichever version of the document it is read from. */
function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, ID_LENGTH);
}
