import type { SupportModel } from '../../server/verification/support-signals.ts';
import type { LabelledText } from './labelled-text.ts';
import { areaUnderCurve, findThreshold, measureAgreement } from './measures.ts';
import type { Agreement, Risk } from './measures.ts';
import { riskOf, verifyTexts } from './verify-texts.ts';

export interface ClaimMeasure extends Agreement {
  readonly area: number;
  /** The mean of the sources' own macro-F1. */
  readonly macroF1OfSources: number;
  readonly rows: readonly ClaimRow[];
}

export interface ClaimRow extends Risk {
  readonly part: string;
  readonly isFlagged: boolean;
}

/** Single claims: the threshold for each part comes from the other parts, with their models. */
export function measureClaims(
  texts: readonly LabelledText[],
  modelFor: (text: LabelledText) => SupportModel,
  partOf: (text: LabelledText) => string,
): ClaimMeasure {
  const plain = verifyTexts(texts, modelFor).map((one) => ({
    part: partOf(one.text),
    risk: riskOf(one),
    isUnsupported: !one.text.isSupported,
  }));
  const parts = [...new Set(plain.map(({ part }) => part))];
  const rows = parts.flatMap((part) => {
    const threshold = findThreshold(plain.filter((one) => one.part !== part));
    return plain
      .filter((one) => one.part === part)
      .map((one) => ({ ...one, isFlagged: one.risk >= threshold }));
  });
  const ofParts = parts.map((part) => measureAgreement(rows.filter((row) => row.part === part)));
  return {
    ...measureAgreement(rows),
    area: areaUnderCurve(rows),
    macroF1OfSources: ofParts.reduce((sum, { macroF1 }) => sum + macroF1, 0) / parts.length,
    rows,
  };
}
