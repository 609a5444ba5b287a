import type { PlaceModel } from '../../server/verification/place-signals.ts';
import { fitTrees } from '../fit-trees.ts';
import type { TreeSize } from '../fit-trees.ts';
import type { DoubtedClaim } from './read-places.ts';

const SIZE: TreeSize = { trees: 140, levels: 4 };
/** By cross-validation on both sets, of eight bounds. */
const MARK_FROM = -0.8;

/** Learns which words of a doubted claim are unsupported; each set counts the same. */
export function trainWords(
  claims: readonly DoubtedClaim[],
): Pick<PlaceModel, 'words' | 'markFrom'> {
  const counts = new Map<string, number>();
  for (const { text, words } of claims)
    counts.set(text.set, (counts.get(text.set) ?? 0) + words.length);
  const rows = claims.flatMap(({ text, words }) =>
    words.map(({ values, isUnsupported }) => ({
      values,
      isPositive: isUnsupported,
      weight: 1 / (counts.get(text.set) ?? 1),
    })),
  );
  return { words: fitTrees(rows, SIZE), markFrom: MARK_FROM };
}
