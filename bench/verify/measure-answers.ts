import { calibrationError } from '../retrieval/calibration.ts';
import type { PlaceFolds } from './cross-validate-places.ts';
import type { Folds } from './cross-validate.ts';
import type { LabelledText } from './labelled-text.ts';
import {
  areaUnderCurve,
  areaWithinLengths,
  characterF1,
  findThreshold,
  measureAgreement,
  shareAccepted,
} from './measures.ts';
import type { Agreement, Risk } from './measures.ts';
import { riskOf, verifyTexts } from './verify-texts.ts';
import type { VerifiedText } from './verify-texts.ts';

export interface AnswerMeasure {
  readonly answers: Agreement & {
    readonly area: number;
    readonly areaWithinLengths: number;
    readonly areaByLength: number;
  };
  readonly sentences: Agreement & {
    readonly count: number;
    readonly area: number;
    readonly areaWithinLengths: number;
    readonly areaByLength: number;
    /** By the verdicts of the product, and not by a threshold of this bench. */
    readonly balancedByVerdict: number;
    /** Of the least risky ones, how many can be taken before more than one in a hundred is wrong. */
    readonly shareAccepted: number;
    readonly calibrationError: number;
  };
  readonly spanF1: number;
  readonly medianMsPerSentence: number;
  /** For intervals: one row for each answer. */
  readonly rows: readonly AnswerRow[];
}

export interface AnswerRow extends Risk {
  readonly isFlagged: boolean;
  readonly length: number;
  readonly sentences: readonly SentenceRow[];
}

export interface SentenceRow extends Risk {
  readonly isFlagged: boolean;
  readonly isAccepted: boolean;
  readonly length: number;
}

const MOST_UNSUPPORTED = 0.01;
const BINS = 10;

/** Whole answers: each is verified with the model of its fold; thresholds come from the other folds. */
export function measureAnswers(answers: readonly LabelledText[], folds: PlaceFolds): AnswerMeasure {
  const verified = verifyTexts(answers, folds.modelFor, folds.placesFor);
  const rows = flagByFold(verified, folds);
  const sentences = rows.flatMap((row) => row.sentences);
  const decided = sentences.map(({ isAccepted, isUnsupported }) => ({
    isFlagged: !isAccepted,
    isUnsupported,
  }));
  return {
    answers: { ...measureAgreement(rows), ...measureAreas(rows) },
    sentences: {
      ...measureAgreement(sentences),
      ...measureAreas(sentences),
      count: sentences.length,
      balancedByVerdict: measureAgreement(decided).balanced,
      shareAccepted: shareAccepted(sentences, MOST_UNSUPPORTED),
      calibrationError: calibrationError(
        sentences.map(({ risk, isUnsupported }) => ({
          probability: risk,
          isRight: isUnsupported,
          weight: 1,
        })),
        BINS,
      ),
    },
    spanF1: characterF1(
      verified.map(({ text, unsupported }) => ({ given: unsupported, right: text.spans })),
    ),
    medianMsPerSentence: medianTime(verified),
    rows,
  };
}

function measureAreas(rows: readonly (Risk & { readonly length: number })[]) {
  return {
    area: areaUnderCurve(rows),
    areaWithinLengths: areaWithinLengths(rows),
    areaByLength: areaUnderCurve(rows.map((row) => ({ ...row, risk: row.length }))),
  };
}

function flagByFold(verified: readonly VerifiedText[], { foldOf }: Folds): readonly AnswerRow[] {
  const plain = verified.map((one) => ({
    fold: foldOf(one.text),
    risk: riskOf(one),
    isUnsupported: !one.text.isSupported,
    length: one.text.text.length,
    sentences: one.claims.flatMap(({ pSupported, isSupported, isAccepted, start, end }) =>
      pSupported === null
        ? []
        : [{ risk: 1 - pSupported, isUnsupported: !isSupported, isAccepted, length: end - start }],
    ),
  }));
  const thresholds = new Map(
    [...new Set(plain.map(({ fold }) => fold))].map((fold) => {
      const others = plain.filter((one) => one.fold !== fold);
      const ofSentences = findThreshold(others.flatMap(({ sentences }) => sentences));
      return [fold, { ofAnswers: findThreshold(others), ofSentences }] as const;
    }),
  );
  return plain.map(({ fold, sentences, ...answer }) => {
    const { ofAnswers = 1, ofSentences = 1 } = thresholds.get(fold) ?? {};
    return {
      ...answer,
      isFlagged: answer.risk >= ofAnswers,
      sentences: sentences.map((one) => ({ ...one, isFlagged: one.risk >= ofSentences })),
    };
  });
}

function medianTime(verified: readonly VerifiedText[]): number {
  const times = verified
    .filter(({ claims }) => claims.length > 0)
    .map(({ elapsedMs, claims }) => elapsedMs / claims.length)
    .toSorted((left, right) => left - right);
  return times[Math.floor(times.length / 2)] ?? 0;
}
