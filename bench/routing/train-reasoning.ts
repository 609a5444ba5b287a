import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { projectRoot } from '../../platform/project-root.ts';
import { REASONING_SIGNALS } from '../../server/verification/reasoning/measure-reasoning.ts';
import { fitLogistic } from '../fit-logistic.ts';
import { toReasoningRow } from './measure-cascade.ts';
import { DEFAULT_ROUTING_DATA, openRoutingData } from './read-routing-data.ts';

// Trains `server/verification/reasoning/reasoning-model.ts` on sums that a small model has answered, in `--data <folder>`.
// What it saves on sums that it was not trained on: `npm run bench:routing -- --part cascade`.

const DIGITS = 4;
const { values } = parseArgs({
  options: { data: { type: 'string', default: DEFAULT_ROUTING_DATA } },
});
const data = openRoutingData(values.data);
if (data === null) throw new Error(`${values.data} is not there.`);

const model = fitLogistic(data.readMathOutcomes().map(toReasoningRow));
const round = (value: number) => Number(value.toPrecision(DIGITS));
const coefficients = Object.fromEntries(
  REASONING_SIGNALS.map((name, at) => [name, round(model.coefficients[at] ?? 0)]),
);
const written = JSON.stringify({
  version: 'reasoning@1',
  intercept: round(model.intercept),
  coefficients,
});
const text = `/** Made by bench/routing/train-reasoning.ts: see there. */
export const REASONING_MODEL = ${written} as const;
`;
const file = join(projectRoot, 'server', 'verification', 'reasoning', 'reasoning-model.ts');
writeFileSync(
  file,
  await format(text, { parser: 'typescript', singleQuote: true, printWidth: 100 }),
);
