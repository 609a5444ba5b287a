import type { NoDraftReason } from '../../../contract/gold-draft.ts';

/** Why a chunk has no draft by a model. */
export const NO_DRAFT_WORDS: Readonly<Record<NoDraftReason, string>> = {
  not_allowed: 'no model may see it',
  over_budget: 'a budget has no room for the call',
  no_reply: 'no model answered',
  nothing_to_ask: 'the model found nothing worth asking',
  not_in_form: 'the reply was not the JSON that was asked for',
  quote_not_found: 'what the model quoted does not stand in it',
  answer_not_in_quote: 'the answer does not stand in what the model quoted',
  answer_in_question: 'the question gave its answer away',
  too_long: 'question, answer or quote was too long',
  disarmed: 'markup, addresses or instructions stood in the question or the answer',
  drafted_before: 'there is a draft of the place',
};
