import { highestClassification } from '../../contract/classification.ts';
import type { Message } from '../../contract/retrieval.ts';
import { detectSensitive } from './detect-sensitive.ts';

/** Entities of the question with their places; what else is sent counts by its class alone. */
export function readSensitivity(question: string, others: readonly string[]) {
  const inQuestion = detectSensitive(question);
  const beside = others.map((text) => detectSensitive(text).classification);
  return {
    value: highestClassification([inQuestion.classification, ...beside]),
    entities: [...inQuestion.entities],
  };
}

export function textsOf(history: readonly Message[]): readonly string[] {
  return history.map(({ content }) => content);
}
