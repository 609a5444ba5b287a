const AUXILIARY = String.raw`(?:(?:is|are|was|were|am|has|have|had|does|do|did|can|could|may|might|must|shall|should|will|would|needs?)(?:n['’]t)?|cannot|can['’]t|won['’]t)`;
const SUBJECT_WORD = String.raw`(?!(?:that|which|who|whom|whose|what|when|where|why|how|whether|if|for|with|in|on|at|to|from|of|about|or|not|only)\b)[\p{L}\p{N}$€£%'’/-]+`;
/** The end of it may name where the subject belongs: "the terms of the lease". */
const SUBJECT = String.raw`${SUBJECT_WORD}(?:\s+(?:(?:of|in|for|to|with|from|on|at)\s+)?${SUBJECT_WORD}){0,5}`;
const PRONOUN = String.raw`(?:you|they|he|she|we|there|everyone|everybody|anyone|nobody|people)`;
const CLAUSE = new RegExp(
  String.raw`^(?:${SUBJECT}\s+${AUXILIARY}\b|it['’]s\b|${PRONOUN}(?:['’]\p{L}+|\s+\p{L}+)|(?:the|an?|this|that|all|every|each|our|your|their|its)\s+(?:[\p{L}\p{N}-]+\s+){1,4}?\p{L}{2,}(?:ed)\b)`,
  'iu',
);
/** A verb without a helping one is told from a noun by its ending, and only where no list can go on. */
const PLAIN_CLAUSE = new RegExp(
  String.raw`^${SUBJECT_WORD}(?:\s+${SUBJECT_WORD}){0,4}?\s+\p{L}{2,}(?:ed|[^s\W]s)\b`,
  'iu',
);
/** Whether words begin with a subject and its verb, as far as a helping verb, a pronoun or an ending tells. */
export function isClause(words: string): boolean {
  return CLAUSE.test(words);
}

/** The same with a verb that may be a noun as well: "the fee rises". */
export function isPlainClause(words: string): boolean {
  return PLAIN_CLAUSE.test(words);
}
