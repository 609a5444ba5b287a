import { highestClassification } from '../../contract/classification.ts';
import type { Message } from '../../contract/retrieval.ts';
import { detectSensitive } from './detect-sensitive.ts';
import type { Detector } from './sensitive/detector.ts';
import { findSplit } from './sensitive/split-entities.ts';

export interface SensitiveTexts {
  readonly question: string;
  readonly history: readonly Message[];
  /** Given beside the question; empty for none. */
  readonly context?: string;
}

/**
 * Entities of the question with their places, those among them that began in an earlier turn; what else is
 * sent counts by its class alone.
 */
export function readSensitivity(
  { question, history, context = '' }: SensitiveTexts,
  ownDetectors: readonly Detector[],
) {
  const detect = (text: string) => detectSensitive(text, ownDetectors);
  const inQuestion = detect(question);
  const beside = [...textsOf(history), context].map((text) => detect(text).classification);
  const askers = textsOf(history.filter(({ role }) => role === 'user'));
  const split = findSplit(askers, question, detect);
  const earlier = askers.flatMap((turn, index) => findSplit(askers.slice(0, index), turn, detect));
  const classes = [...split, ...earlier].map(({ classification }) => classification);
  return {
    value: highestClassification([inQuestion.classification, ...beside, ...classes]),
    entities: [...inQuestion.entities, ...split.flatMap(({ entities }) => entities)],
  };
}

export function textsOf(history: readonly Message[]): readonly string[] {
  return history.map(({ content }) => content);
}
