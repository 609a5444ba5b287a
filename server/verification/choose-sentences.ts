import { askTrees } from '../../core/statistics/trees.ts';
import type { Judgement } from './judge-claim.ts';
import {
  chooseBeside,
  findCandidates,
  measureSentences,
  readForms,
  selectCandidates,
} from './measure-sentences.ts';
import type { Candidate, Choice } from './measure-sentences.ts';
import { SENTENCE_SIGNALS } from './place-signals.ts';
import type { PlaceModel, SentenceSignals } from './place-signals.ts';

const MOST_SENTENCES = 5;

type Asked = Pick<PlaceModel, 'sentences' | 'addFrom'>;

/** The sentences that a judgement rests on or that come nearest, the best first; each one beside those before it. */
export function chooseSentences(
  { words, support }: Pick<Judgement, 'words' | 'support'>,
  model: Asked,
): readonly Candidate[] {
  const forms = readForms(words, support);
  return chooseFrom(findCandidates(words, forms, support), { forms, support }, model);
}

/** The same among sentences that are known. */
export function chooseFrom(
  candidates: readonly Candidate[],
  { forms, support }: Pick<Choice, 'forms' | 'support'>,
  { sentences, addFrom }: Asked,
): readonly Candidate[] {
  const chosen: Candidate[] = [];
  while (chosen.length < MOST_SENTENCES) {
    const choice = chooseBeside({ forms, support }, [...chosen]);
    const looked = selectCandidates(candidates, choice);
    const scores = measureSentences(looked, choice).map((signals) =>
      scoreSentence(signals, sentences),
    );
    const best = Math.max(...scores);
    const next = looked[scores.indexOf(best)];
    if (next === undefined || (chosen.length > 0 && best < addFrom)) break;
    chosen.push(next);
  }
  return chosen;
}

/** The logit of being evidence: half by the linear model, half by the trees. */
function scoreSentence(signals: SentenceSignals, { linear, trees }: PlaceModel['sentences']) {
  const values = SENTENCE_SIGNALS.map((name) => signals[name]);
  const sum = SENTENCE_SIGNALS.reduce(
    (logit, name) => logit + linear.coefficients[name] * signals[name],
    linear.intercept,
  );
  return (sum + askTrees(values, trees)) / 2;
}
