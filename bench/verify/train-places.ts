import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { crossValidate } from './cross-validate.ts';
import { hashInputs } from './labelled-text.ts';
import { readExamples, readNaturalTexts } from './read-examples.ts';
import { readPlaceExamples } from './read-places.ts';
import { trainSentences } from './train-sentences.ts';
import { trainWords } from './train-words.ts';
import { writePlaces } from './write-model.ts';

// Trains `server/verification/place-model.ts` on what people marked (`--data <folder>`): words of claims that the
// verifier does not take for supported, each by a model that has not seen the claim, and lines that support claims.

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data/verification' } },
});

const natural = readNaturalTexts(values.data);
const folds = crossValidate(readExamples(natural));
const { doubted, evidence } = readPlaceExamples(values.data, natural, folds);
const model = { ...trainWords(doubted), ...trainSentences(evidence) };
const formatted = await format(writePlaces(model, hashInputs(values.data)), {
  parser: 'typescript',
  singleQuote: true,
  printWidth: 100,
});
writeFileSync(join(projectRoot, 'server', 'verification', 'place-model.ts'), formatted);
