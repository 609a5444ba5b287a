import type { Folds } from './cross-validate.ts';
import { fitLogistic } from '../fit-logistic.ts';
import type { LabelledText } from './labelled-text.ts';
import { areaUnderCurve } from './measures.ts';

/**
 * What can be told without looking at the evidence at all: by how the claim is written, and by its length. A score for
 * support that is no better than these has learned a set, not support.
 */
export function measureControls(
  sets: Readonly<Record<string, readonly LabelledText[]>>,
  folds: Folds,
): string {
  const lines = Object.entries(sets).map(([name, texts]) => {
    const byLength = texts.map(({ text, isSupported }) => ({
      risk: text.length,
      isUnsupported: !isSupported,
    }));
    const byClaim = areaUnderCurve(scoreByClaim(texts, folds)).toFixed(3);
    return `${name}: AUC by the claim alone ${byClaim}, by its length alone ${areaUnderCurve(byLength).toFixed(3)}`;
  });
  return `Controls\n${lines.join('\n')}\n`;
}

function scoreByClaim(texts: readonly LabelledText[], { foldOf }: Folds) {
  return [0, 1, 2, 3, 4].flatMap((fold) => {
    const { intercept, coefficients } = fitLogistic(
      texts
        .filter((text) => foldOf(text) !== fold)
        .map((text) => ({ values: describeClaim(text), isPositive: !text.isSupported, weight: 1 })),
    );
    return texts
      .filter((text) => foldOf(text) === fold)
      .map((text) => ({
        risk: describeClaim(text).reduce(
          (sum, value, at) => sum + value * (coefficients[at] ?? 0),
          intercept,
        ),
        isUnsupported: !text.isSupported,
      }));
  });
}

function describeClaim({ text }: LabelledText): readonly number[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const share = (pattern: RegExp) =>
    words.filter((word) => pattern.test(word)).length / Math.max(1, words.length);
  return [
    Math.log1p(words.length),
    share(/^\p{Lu}/u),
    share(/^\d/u),
    share(/^(?:not|no|never)$/iu),
    share(/^(?:may|might|can|could|should|would|will)$/iu),
    share(/^(?:however|therefore|overall|additionally|important|recommended|ensure)$/iu),
    Number(/\bpassages?\b/iu.test(text)),
    Number(/\?\s*$|:\s*$/u.test(text)),
  ];
}
