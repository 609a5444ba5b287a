import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import type { SupportModel } from '../../server/verification/support-signals.ts';
import { hashInputs } from './labelled-text.ts';
import { readExamples, readNaturalTexts } from './read-examples.ts';
import { trainModel } from './train-model.ts';

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

function writeModel(given: SupportModel, inputs: Readonly<Record<string, string>>): string {
  const hashes = Object.entries(inputs).map(([name, hash]) => ` * ${hash.slice(0, 16)}  ${name}`);
  const rounded = JSON.stringify(given, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  );
  return `import type { SupportModel } from './support-signals.ts';

/**
 * Made by bench/verify/train-support.ts from these files, by the beginning of their SHA-256:
${hashes.join('\n')}
 * The probability is right for answers of which one sentence in eight is unsupported, as in the first of them.
 */
export const SUPPORT_MODEL: SupportModel = ${rounded};
`;
}
