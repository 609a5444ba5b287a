import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { hashInputs } from './labelled-text.ts';
import { readExamples, readNaturalTexts } from './read-examples.ts';
import { trainModel } from './train-model.ts';
import { writeModel } from './write-model.ts';

// Trains `server/verification/support-model.ts` on sentences that people labelled (`--data <folder>`) and on edits of
// the supported ones. How good it is on what it has not seen, `npm run bench:verify` tells.

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data/verification' } },
});

const model = trainModel(readExamples(readNaturalTexts(values.data)));
const formatted = await format(writeModel(model, hashInputs(values.data)), {
  parser: 'typescript',
  singleQuote: true,
  printWidth: 100,
});
writeFileSync(join(projectRoot, 'server', 'verification', 'support-model.ts'), formatted);
