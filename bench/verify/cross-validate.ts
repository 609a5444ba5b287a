import type { SupportModel } from '../../server/verification/support-signals.ts';
import { createRandom } from '../random.ts';
import type { LabelledText } from './labelled-text.ts';
import type { Example } from './read-examples.ts';
import { trainModel } from './train-model.ts';

export const FOLDS = 5;

export interface Folds {
  readonly foldOf: (text: LabelledText) => number;
  /** The model that has seen nothing of the text's question, article or topic. */
  readonly modelFor: (text: LabelledText) => SupportModel;
}

/** One model for each fifth of the groups, trained on the others. */
export function crossValidate(examples: readonly Example[]): Folds {
  const random = createRandom(3);
  const folds = new Map<string, number>();
  for (const { text } of examples) {
    if (!folds.has(text.group)) folds.set(text.group, Math.floor(random() * FOLDS));
  }
  const foldOf = ({ group }: LabelledText) => folds.get(group) ?? 0;
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    trainModel(examples.filter(({ text }) => foldOf(text) !== fold)),
  );
  const [first] = models;
  if (first === undefined) throw new Error('There are no examples.');
  return { foldOf, modelFor: (text) => models[foldOf(text)] ?? first };
}

/** One model for each source of a set, trained on everything else. */
export function leaveSourcesOut(
  examples: readonly Example[],
  set: LabelledText['set'],
): (text: LabelledText) => SupportModel {
  const models = new Map<string, SupportModel>();
  return ({ source }) => {
    const known = models.get(source);
    if (known !== undefined) return known;
    const model = trainModel(
      examples.filter(({ text }) => text.set !== set || text.source !== source),
    );
    models.set(source, model);
    return model;
  };
}
