import type { PlaceModel } from '../../server/verification/place-signals.ts';
import { FOLDS } from './cross-validate.ts';
import type { Folds } from './cross-validate.ts';
import type { LabelledText } from './labelled-text.ts';
import type { PlaceExamples } from './read-places.ts';
import { trainSentences } from './train-sentences.ts';
import { trainWords } from './train-words.ts';

/** The folds with what was learned in each of them of places in claims and evidence. */
export interface PlaceFolds extends Folds {
  readonly placesFor: (text: LabelledText) => PlaceModel;
}

/** One model of places for each fifth of the same groups. */
export function crossValidatePlaces(
  { doubted, evidence }: PlaceExamples,
  folds: Folds,
): PlaceFolds {
  const models = Array.from({ length: FOLDS }, (_, fold) => {
    const isOther = ({ text }: { readonly text: LabelledText }) => folds.foldOf(text) !== fold;
    return { ...trainWords(doubted.filter(isOther)), ...trainSentences(evidence.filter(isOther)) };
  });
  const [first] = models;
  if (first === undefined) throw new Error('There are no folds.');
  return { ...folds, placesFor: (text) => models[folds.foldOf(text)] ?? first };
}
