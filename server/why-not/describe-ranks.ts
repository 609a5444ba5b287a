import type { LegCutOff, LegPlace } from '../../contract/why-not.ts';
import type { Ranks } from './rank-again.ts';

/** Where it stands in each leg and where the leg stopped, in words. */
export function describeRanks(ranks: Ranks): string {
  const { chunkCount, dense, denseUnknown, lexical, cutOff } = ranks;
  if (chunkCount === 0) return 'The version that served then holds no text that could be found.';
  const whole =
    chunkCount === 1
      ? 'It was not among the candidates of either leg.'
      : `None of its ${chunkCount} chunks was among the candidates of either leg.`;
  const sentences = [
    whole,
    describeDense({ dense, denseUnknown, cutOff: cutOff.dense }),
    lexical === null
      ? 'No word of the question stands in it.'
      : `By words it ranks ${describePlace(lexical, { cutOff: cutOff.lexical, digits: 2 })}.`,
  ];
  if (isWithin(dense, cutOff.dense) || isWithin(lexical, cutOff.lexical)) {
    sentences.push(
      'Today it would have been a candidate: the word statistics, the settings of documents or what served have changed around the time of the question or since.',
    );
  }
  return sentences.join(' ');
}

function describeDense({
  dense,
  denseUnknown,
  cutOff,
}: {
  readonly dense: LegPlace | null;
  readonly denseUnknown: string | null;
  readonly cutOff: LegCutOff | null;
}): string {
  if (denseUnknown !== null) return `Its rank by vector is not known: ${denseUnknown}.`;
  if (dense === null) return 'It has no vector that the question could be compared with.';
  return `By vector it ranks ${describePlace(dense, { cutOff, digits: 3 })}.`;
}

function describePlace(
  place: LegPlace,
  { cutOff, digits }: { readonly cutOff: LegCutOff | null; readonly digits: number },
): string {
  const own = `${place.rank} (score ${place.score.toFixed(digits)})`;
  if (cutOff?.score === undefined || cutOff.score === null) return own;
  return `${own}; the leg took the best ${cutOff.depth}, the last of which scored ${cutOff.score.toFixed(digits)}`;
}

function isWithin(place: LegPlace | null, cutOff: LegCutOff | null): boolean {
  return place !== null && cutOff !== null && place.rank <= cutOff.depth;
}
