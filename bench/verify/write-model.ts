import { packTrees } from '../../core/statistics/pack-trees.ts';
import type { Tree, Trees } from '../../core/statistics/trees.ts';
import type { PlaceModel } from '../../server/verification/place-signals.ts';
import type { SupportModel } from '../../server/verification/support-signals.ts';

const DIGITS = 5;

/** The source of `server/verification/support-model.ts`; `inputs` are the SHA-256 of what it was trained on. */
export function writeModel(
  { overlap, joint, edit, ...rest }: SupportModel,
  inputs: Readonly<Record<string, string>>,
): string {
  const parts = [
    `overlap: ${writePair(overlap)}`,
    `joint: ${writeTrees(joint)}`,
    `edit: ${writePair(edit)}`,
    ...Object.entries(rest).map(([name, value]) => `${name}: ${JSON.stringify(round(value))}`),
  ];
  return `import { unpackTrees } from '../../core/statistics/pack-trees.ts';
import type { SupportModel } from './support-signals.ts';

/**
 * Made by bench/verify/train-support.ts from these files, by the beginning of their SHA-256:
${listHashes(inputs)}
 * The probability is right for answers of which one sentence in eight is unsupported, as in the first of them.
 */
export const SUPPORT_MODEL: SupportModel = { ${parts.join(', ')} };
`;
}

/** The source of `server/verification/place-model.ts`. */
export function writePlaces(
  { words, markFrom, sentences, addFrom }: PlaceModel,
  inputs: Readonly<Record<string, string>>,
): string {
  const linear = JSON.stringify(round(sentences.linear));
  return `import { unpackTrees } from '../../core/statistics/pack-trees.ts';
import type { PlaceModel } from './place-signals.ts';

/**
 * Made by bench/verify/train-places.ts from these files, by the beginning of their SHA-256:
${listHashes(inputs)}
 */
export const PLACE_MODEL: PlaceModel = {
  words: ${writeTrees(words)},
  markFrom: ${markFrom},
  sentences: { linear: ${linear}, trees: ${writeTrees(sentences.trees)} },
  addFrom: ${addFrom},
};
`;
}

function listHashes(inputs: Readonly<Record<string, string>>): string {
  return Object.entries(inputs)
    .map(([name, hash]) => ` * ${hash.slice(0, 16)}  ${name}`)
    .join('\n');
}

function writePair({ linear, trees }: SupportModel['overlap'] | SupportModel['edit']): string {
  return `{ linear: ${JSON.stringify(round(linear))}, trees: ${writeTrees(trees)} }`;
}

function writeTrees({ base, trees }: Trees): string {
  const rounded: readonly Tree[] = trees.map(({ signals, bounds, values }) => ({
    signals,
    bounds: bounds.map(roundNumber),
    values: values.map(roundNumber),
  }));
  return `{ base: ${roundNumber(base)}, trees: unpackTrees('${packTrees(rounded)}') }`;
}

function round(value: unknown): unknown {
  const rounded = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' ? roundNumber(inner) : inner,
  );
  return JSON.parse(rounded);
}

function roundNumber(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
