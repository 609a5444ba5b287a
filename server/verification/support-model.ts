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
    intercept: 0.93551,
    coefficients: {
      longestNovelRun: 0.50832,
      novelNames: 0.27426,
      novelNumbers: 0.55603,
      bigrams: -0.86104,
      trigrams: -0.80145,
      pairs: -0.73345,
      window: -1.3585,
      numberMargin: 1.7299,
      nameMargin: 0.50542,
      speaksOfSources: -0.25933,
      foundDateMismatch: 1.5699,
      foundNumberNovel: 0.69407,
    },
  },
  edit: {
    intercept: -2.7171,
    coefficients: {
      novelNames: 0.98656,
      numberInstead: 0.76739,
      nameInstead: 1.2331,
      hasNameInstead: 0.58544,
      unitInstead: 1.1534,
      hasUnitInstead: 0.73768,
      oppositeInstead: 1.6868,
      numberMargin: 4.2285,
      nameMargin: 5.3079,
      negationAdded: 0.83613,
      hasNegationAdded: 0.78985,
      hasNegationAlone: 2.9065,
      hedgeDropped: 1.4918,
      hasHedgeDropped: -1.2673,
      foundNumberSwapped: 1.6963,
      foundNegationFlipped: 2.1832,
      foundUnitChanged: 4.8087,
      foundNumberNovel: 1.261,
      foundEntityNovel: 0.074187,
    },
  },
  editWeight: 2,
  calibration: { slope: 0.77044, intercept: 1.8793 },
  supportedFrom: 0.83213,
  undecided: { from: 0.5, to: 0.95 },
};
