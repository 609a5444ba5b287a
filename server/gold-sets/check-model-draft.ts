import type { NoDraftReason } from '../../contract/gold-draft.ts';
import { findWords } from '../../core/text/find-words.ts';
import { normalizeText, normalizeWithOffsets } from '../../core/text/offset-map.ts';
import type { Span } from '../../core/text/spans.ts';
import { containsAny } from '../evaluation/score-answer.ts';
import { disarmReply, type ReplyBounds } from '../generation/disarm-reply.ts';
import { readDraftReply } from './draft-prompt.ts';
import { isWithinLimits } from './to-draft.ts';

/** What a model wrote of a chunk, once it has been held against the chunk. */
export type CheckedDraft =
  | {
      readonly kind: 'kept';
      readonly question: string;
      readonly answer: string;
      /** In the text of the document. */
      readonly quote: Span;
    }
  | { readonly kind: 'not_kept'; readonly reason: NoDraftReason };

export interface DraftedFrom {
  /** Of the whole document. */
  readonly text: string;
  /** Where the chunk stands that the model was given. */
  readonly chunk: Span;
  /** Of the prompt. */
  readonly bounds: ReplyBounds;
}

const MAX_ANSWER_CHARS = 160;

/**
 * Keeps a draft whose quote stands in its chunk and whose answer stands in that quote: whatever a document makes a model
 * say, a draft rests on the document's own words.
 */
export function checkModelDraft(reply: string, from: DraftedFrom): CheckedDraft {
  const read = readDraftReply(reply);
  switch (read.kind) {
    case 'nothing':
      return notKept('nothing_to_ask');
    case 'unreadable':
      return notKept('not_in_form');
    case 'written':
      return checkWritten(
        { question: read.question.trim(), answer: read.answer.trim(), quote: read.quote },
        from,
      );
    default:
      return read satisfies never;
  }
}

function checkWritten(
  written: { readonly question: string; readonly answer: string; readonly quote: string },
  { text, chunk, bounds }: DraftedFrom,
): CheckedDraft {
  const { question, answer } = written;
  if (question === '' || !isStorable(question) || !isStorable(answer))
    return notKept('not_in_form');
  const found = locateQuote(text.slice(chunk.start, chunk.end), written.quote);
  if (found === null) return notKept('quote_not_found');
  const quote = { start: chunk.start + found.start, end: chunk.start + found.end };
  if (answer.length > MAX_ANSWER_CHARS || !isWithinLimits(text, { question, quote })) {
    return notKept('too_long');
  }
  if (!containsAny(text.slice(quote.start, quote.end), [answer])) {
    return notKept('answer_not_in_quote');
  }
  if (containsAny(question, [answer])) return notKept('answer_in_question');
  const isHarmless = [question, answer].every((one) => isUntouched(one, bounds));
  return isHarmless ? { kind: 'kept', question, answer, quote } : notKept('disarmed');
}

/** Where quoted words stand, as they are or but for white space and typography. */
function locateQuote(text: string, quote: string): Span | null {
  const [exact] = findWords(text, quote.trim());
  if (exact !== undefined) return exact;
  const normal = normalizeWithOffsets(text);
  const [found] = findWords(normal.text, normalizeText(quote).trim());
  return found === undefined ? null : normal.toOriginal(found);
}

/** A person reads it beside the document, and an evaluation asks it: it is held to what an answer may hold. */
function isUntouched(text: string, bounds: ReplyBounds): boolean {
  return disarmReply(text, bounds).removed.length === 0;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function notKept(reason: NoDraftReason): CheckedDraft {
  return { kind: 'not_kept', reason };
}
