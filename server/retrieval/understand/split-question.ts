import { countTopicWords, pointsBack } from './lean-on-history.ts';

/** Fewer words of its own topic, and a clause may belong to the one before it. */
const MIN_TOPIC_WORDS = 2;
const MAX_PARTS = 3;
const ASKS =
  /^(?:(?:by|for|from|in|on|to|until|since|at|with)\s+)?(?:who(?:m|se)?|what|which|when|where|why|how|(?:am|is|are|was|were|do|does|did|can|could|may|must|shall|should|will|would|has|have|had)\s+\p{L}+)\b/iu;
/** After a question mark, or where “and” joins one question to another. */
const BOUNDARY =
  /\?\s+|[,;]?\s+(?:and|or)\s+(?=(?:(?:by|for|from|in|on|to|until|since|at|with)\s+)?(?:who(?:m|se)?|what|which|when|where|why|how)\b|(?:is|are|do|does|can|may|must|should|will)\s+(?:the|a|an|i|we|they|there|my|our)\b)/giu;

/**
 * The questions that a question is made of, where it is sure: each asks by itself, names a topic of its own and points
 * at nothing before it. Otherwise the question as it is.
 */
export function splitQuestion(question: string): readonly string[] {
  const clauses = question
    .split(BOUNDARY)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  if (clauses.length < 2 || clauses.length > MAX_PARTS) return [question];
  const areSure = clauses.every(
    (clause) =>
      ASKS.test(clause) && countTopicWords(clause) >= MIN_TOPIC_WORDS && !pointsBack(clause),
  );
  return areSure ? clauses : [question];
}
