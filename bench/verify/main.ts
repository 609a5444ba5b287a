import { parseArgs } from 'node:util';
import { createRandom } from '../random.ts';
import { crossValidate, leaveSourcesOut } from './cross-validate.ts';
import { describeAnswers, describeClaims, describeFamilies } from './describe-measures.ts';
import { readLabelledTexts } from './labelled-text.ts';
import { measureAnswers } from './measure-answers.ts';
import { measureClaims } from './measure-claims.ts';
import { measureMutations } from './measure-mutations.ts';
import { makeMutations } from './mutation-suite.ts';
import { readExamples, readNaturalTexts } from './read-examples.ts';
import { explainWrong, makeMarkerCases } from './marker-cases.ts';
import { describeSpeed, measureSpeed } from './measure-speed.ts';
import { measureControls } from './measure-controls.ts';

// `npm run bench:verify [-- --data folder]`: how well claims are verified, on sets that people labelled and on edits of
// supported sentences. Every figure is of a model that has not seen the question, article or source it is measured on.
const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data/verification' } },
});

print(describeMarkers(100_000));
const answers = readLabelledTexts(values.data, 'ragtruth');
if (answers === null) {
  process.stderr.write(`Skipped, because ${values.data} does not hold the labelled sets.\n`);
} else {
  const random = createRandom(1);
  const natural = readNaturalTexts(values.data);
  const examples = readExamples(natural);
  const folds = crossValidate(examples);
  print(describeAnswers(measureAnswers(answers, folds), random));
  const attribution = natural.filter(({ set }) => set === 'attribution');
  const withoutSource = leaveSourcesOut(examples, 'attribution');
  print(
    describeClaims(
      'AttributionBench, each source left out in turn',
      measureClaims(attribution, withoutSource, ({ source }) => source),
      random,
    ),
  );
  const wice = natural.filter(({ set }) => set === 'wice');
  const foldOf = (text: (typeof wice)[number]) => String(folds.foldOf(text));
  print(
    describeClaims('WiCE, folds by article', measureClaims(wice, folds.modelFor, foldOf), random),
  );
  const sentences = natural.filter(({ set }) => set === 'ragtruth');
  print(describeFamilies(measureMutations(makeMutations(sentences, 'testing'), folds)));
  print(measureControls({ answers, attribution, wice }, folds));
  print(describeSpeed(measureSpeed(sentences)));
}

function describeMarkers(count: number): string {
  let wrong = 0;
  for (const one of makeMarkerCases(count, createRandom(17))) {
    if (explainWrong(one) !== null) wrong += 1;
  }
  return `Markers of ${count} generated answers: ${wrong} answers are read otherwise than they were written\n`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
