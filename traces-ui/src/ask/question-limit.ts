/** The contract's limit in UTF-16 code units; importing it from there would ship the validator. */
export const QUESTION_LIMIT_CHARS = 8_000;
