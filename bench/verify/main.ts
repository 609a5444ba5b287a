import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { sha256Hex } from '../../platform/hash.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { VERIFIER } from '../../server/verification/summarize-claims.ts';
import { createRandom } from '../random.ts';
import { crossValidatePlaces } from './cross-validate-places.ts';
import { crossValidate, leaveSourcesOut } from './cross-validate.ts';
import {
  describeAnswers,
  describeClaims,
  describeFamilies,
  describeRulesOnEdits,
  describeWice,
} from './describe-measures.ts';
import { hashInputs, readLabelledTexts, type LabelledText } from './labelled-text.ts';
import { describeMarkers } from './marker-cases.ts';
import { measureAnswers } from './measure-answers.ts';
import { measureClaims } from './measure-claims.ts';
import { measureControls } from './measure-controls.ts';
import { measureMutations } from './measure-mutations.ts';
import { measureRules, measureRulesOnEdits } from './measure-rules.ts';
import { describeSpeed, measureSpeed } from './measure-speed.ts';
import { measureWice } from './measure-wice.ts';
import { makeMutations } from './mutation-suite.ts';
import { readExamples, readNaturalTexts } from './read-examples.ts';
import { readPlaceExamples } from './read-places.ts';
import { writeCard, type Findings } from './write-card.ts';

// `npm run bench:verify [-- --data folder] [--every 4] [--card docs/verifier-card.md]`: how well claims are verified, on sets that
// people labelled and on edits of supported sentences. Every figure is of a model that has not seen the question, article
// or source it is measured on. With `--every 4` it is trained and measured on every fourth question, article or topic.
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/verification' },
    card: { type: 'string' },
    every: { type: 'string', default: '1' },
  },
});
const MARKER_CASES = 100_000;

const every = Number(values.every);
const answers = readLabelledTexts(values.data, 'ragtruth', every);
if (answers === null) {
  process.stderr.write(`Skipped, because ${values.data} does not hold the labelled sets.\n`);
} else {
  const findings = measure(answers);
  print(findings);
  if (values.card !== undefined) {
    const card = writeCard(findings, createRandom(1));
    writeFileSync(values.card, await format(card, { parser: 'markdown' }));
  }
}

function measure(texts: readonly LabelledText[]): Findings {
  const natural = readNaturalTexts(values.data, every);
  const examples = readExamples(natural);
  const folds = crossValidate(examples);
  const placeFolds = crossValidatePlaces(readPlaceExamples(values.data, natural, folds), folds);
  const ofSet = (name: LabelledText['set']) => natural.filter(({ set }) => set === name);
  const [attribution, wice, sentences] = [ofSet('attribution'), ofSet('wice'), ofSet('ragtruth')];
  const foldOf = (text: LabelledText) => String(folds.foldOf(text));
  const mutations = makeMutations(sentences, 'testing');
  return {
    verifier: VERIFIER,
    models: [readModel('support'), readModel('place')],
    inputs: hashInputs(values.data),
    every,
    answers: measureAnswers(texts, placeFolds),
    attribution: measureClaims(
      attribution,
      leaveSourcesOut(examples, 'attribution'),
      ({ source }) => source,
    ),
    wice: measureClaims(wice, folds.modelFor, foldOf),
    places: measureWice(values.data, placeFolds),
    families: measureMutations(mutations, folds),
    rulesOnEdits: measureRulesOnEdits(mutations),
    rules: measureRules(sentences),
    controls: measureControls({ answers: texts, attribution, wice }, folds),
    speed: measureSpeed(sentences),
    wrongMarkers: describeMarkers(MARKER_CASES, createRandom(17)),
  };
}

function readModel(name: 'support' | 'place'): Findings['models'][number] {
  const path = `server/verification/${name}-model.ts`;
  const file = readFileSync(join(projectRoot, path));
  const madeBy = `bench/verify/train-${name === 'place' ? 'places' : name}.ts`;
  return { path, madeBy, sha256: sha256Hex(file), bytes: file.length };
}

function print(findings: Findings): void {
  const random = createRandom(1);
  const { answers: ofAnswers, attribution, wice, places, families, rulesOnEdits } = findings;
  const parts = [
    describeAnswers(ofAnswers, random),
    describeClaims('AttributionBench, each source left out in turn', attribution, random),
    describeClaims('WiCE, folds by article', wice, random),
    places === null ? '' : describeWice(places),
    describeFamilies(families),
    describeRulesOnEdits(rulesOnEdits),
    findings.controls,
    findings.wrongMarkers,
    describeSpeed(findings.speed),
  ];
  process.stdout.write(`${parts.join('\n')}\n`);
}
