import { createHash } from 'node:crypto';
import type { DraftTemplate } from '../../contract/gold-draft.ts';
import { GoldItem } from '../../contract/gold-set.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { Span } from '../../core/text/spans.ts';
import type { NewGoldDraft } from '../../db/queries/gold-drafts.ts';
import type { ServedText } from '../../db/queries/served-texts.ts';

/** A question about a document, and who wrote it. */
export type WrittenQuestion = {
  readonly question: string;
  readonly acceptedAnswers: readonly string[];
  /** The words that hold the answer, in the document's text. */
  readonly quote: Span;
} & (
  | { readonly template: DraftTemplate; readonly model: null; readonly traceId: null }
  | { readonly template: 'model'; readonly model: string; readonly traceId: TraceId }
);

const MAX_QUOTE_CHARS = 4_000;
const MAX_INPUT_CHARS = 1_000;
const ID_LENGTH = 24;

/** Whether a question and its quote are of a length, and of characters, that a draft can have. */
export function isWithinLimits(
  text: string,
  { question, quote: span }: Pick<WrittenQuestion, 'question' | 'quote'>,
): boolean {
  const quote = text.slice(span.start, span.end);
  if (quote.length > MAX_QUOTE_CHARS || question.length > MAX_INPUT_CHARS) return false;
  return quote.isWellFormed() && question.isWellFormed();
}

/** The draft as it is stored, but for its id. */
export function toDraft(document: ServedText, written: WrittenQuestion): Omit<NewGoldDraft, 'id'> {
  const { documentId, version, source, classification, text } = document;
  const { template, model, traceId, question, acceptedAnswers, quote: span } = written;
  const quote = text.slice(span.start, span.end);
  const item = GoldItem.parse({
    id: `draft-${hashOf(source, template, quote)}`,
    input: question,
    expected: { accepted_answers: acceptedAnswers },
    sources: [{ path: source, quote }],
    classification,
    tags: ['from-document', template],
  });
  return {
    template,
    model,
    trace_id: traceId,
    item,
    document_id: documentId,
    document_version: version,
    quote,
    char_start: span.start,
    char_end: span.end,
  };
}

/** The same place is the same item, whichever version of the document it is read from. */
function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, ID_LENGTH);
}
