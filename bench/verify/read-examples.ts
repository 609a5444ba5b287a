import { classifyClaim } from '../../server/verification/classify-claim.ts';
import { indexEvidence } from '../../server/verification/index-evidence.ts';
import type { EvidenceIndex } from '../../server/verification/index-evidence.ts';
import { judgeClaim } from '../../server/verification/judge-claim.ts';
import { readClaim } from '../../server/verification/read-claim.ts';
import type { Signals } from '../../server/verification/support-signals.ts';
import type { LabelledText } from './labelled-text.ts';
import { readLabelledTexts } from './labelled-text.ts';
import { makeMutations } from './mutation-suite.ts';
import { splitLabelled } from './split-labelled.ts';

/** A claim with its signals; `family` says how it was edited, null if it is as people wrote it. */
export interface Example {
  readonly text: LabelledText;
  readonly family: string | null;
  readonly signals: Signals;
}

/** Claims as people labelled them: the sentences of answers, and whole claims where those were labelled. */
export function readNaturalTexts(folder: string, every = 1): readonly LabelledText[] {
  const answers = readLabelledTexts(folder, 'ragtruth', every) ?? [];
  const claims = (['attribution', 'wice', 'wice-spans', 'begin'] as const).flatMap(
    (set) => readLabelledTexts(folder, set, every) ?? [],
  );
  return [...answers.flatMap(splitLabelled).filter(isClaim), ...claims];
}

export function readExamples(natural: readonly LabelledText[]): readonly Example[] {
  const sentences = natural.filter(({ set }) => set === 'ragtruth');
  const mutations = makeMutations(sentences, 'training').filter(
    ({ family }) => family !== 'original',
  );
  const measure = createMeasure();
  return [
    ...natural.map((text) => ({ text, family: null, signals: measure(text) })),
    ...mutations.map(({ text, family }) => ({ text, family, signals: measure(text) })),
  ];
}

function isClaim({ text }: LabelledText): boolean {
  return classifyClaim(text, { isLeadIn: false, isHeading: false, isCited: false }) === 'claim';
}

/** Neighbours in a set often share their evidence. */
function createMeasure(): (text: LabelledText) => Signals {
  let last: { readonly key: string; readonly index: EvidenceIndex } | null = null;
  return ({ text, evidence }) => {
    const key = evidence.map((chunk) => chunk.text).join('\n\n\n');
    if (last?.key !== key) last = { key, index: indexEvidence(evidence) };
    const claim = readClaim(text, { start: 0, end: text.length });
    return judgeClaim(claim, last.index.chunks, last.index).signals;
  };
}
