import type { SupportModel } from './support-signals.ts';

/**
 * Made by bench/verify/train-support.ts from these files, by the beginning of their SHA-256:
 * d9165444739d5f98  ragtruth-qa-train.jsonl
 * 81f053cd1a515930  attributionbench-dev.jsonl
 * 064e784e7f3ce878  wice-dev-claims.jsonl
 * 93d5e2a20671fae6  wice-tokens-train.jsonl
 * afca81c60fa8169a  begin-wow-dev.jsonl
 * 3b61ab7adeae887d  ragtruth-qa-sources-train.jsonl
 * The probability is right for answers of which one sentence in eight is unsupported, as in the first of them.
 */
export const SUPPORT_MODEL: SupportModel = {
  overlap: {
    intercept: 1.3424,
    coefficients: {
      novelWeight: -0.091551,
      longestNovelRun: 1.1078,
      novelNames: 0.45229,
      novelNumbers: 1.1122,
      bigrams: -0.74568,
      trigrams: -0.22743,
      trigramsSquared: -0.82055,
      pairs: -1.3829,
      missingPairs: -0.59947,
      window: -2.2693,
      windowSharp: -0.28403,
      twoWindows: 1.4178,
      numberFar: -0.24592,
      nameFar: -0.45992,
      numberMargin: 2.8663,
      nameMargin: 1.3146,
      speaksOfSources: -0.28709,
      leadsIn: 1.3147,
    },
  },
  edit: {
    intercept: -2.4553,
    coefficients: {
      novelNames: 0.83956,
      novelNumbers: -1.0745,
      numberInstead: 1.1289,
      hasNumberInstead: -0.92619,
      nameInstead: 1.3774,
      hasNameInstead: 0.22865,
      unitInstead: 1.3094,
      hasUnitInstead: 0.33761,
      oppositeInstead: 2.1851,
      hasOppositeInstead: -1.2512,
      unknownWordInstead: -0.014451,
      unknownWordFirmlyInstead: 0.12889,
      knownWordInstead: -0.13963,
      numberMargin: 5.382,
      numberMarginWide: -1.1064,
      nameMargin: 6.8091,
      nameMarginWide: -2.9217,
      negationAdded: 0.96312,
      hasNegationAdded: 0.37134,
      negationAlone: 0.93866,
      hasNegationAlone: 1.9832,
      negationDropped: -1.3054,
      hedgeDropped: 0.83836,
      hedgeFirmlyDropped: 0.86186,
      foundNumberSwapped: 1.6689,
      foundNegationFlipped: 2.2587,
      foundUnitChanged: 4.7061,
      foundDateMismatch: 0.11355,
      foundNumberNovel: 1.8355,
      foundEntityNovel: 0.031516,
      foundAntonym: 0,
      trigrams: -0.77025,
      bigrams: -0.70533,
      window: 0.50036,
      novelWeight: 0.27879,
    },
  },
  editWeight: 2,
  calibration: { slope: -0.61981, intercept: 1.7164 },
  supportedFrom: 0.84466,
};
