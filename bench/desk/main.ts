import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { reportLabels } from './report-labels.ts';
import { reportWorkflow } from './report-workflow.ts';

// `npm run bench:desk`: how many tickets of the demo's support desk the builtin classifier labels as people did, on
// each held-out part, and how many reach the team that works on them (`--part labels`); and how many the workflow
// resolves without a person, how many of them rightly, and with which thresholds (`--part workflow`). Thresholds are
// chosen on training tickets that the classifier has not seen; the rest is measured only.
const { values } = parseArgs({ options: { part: { type: 'string' } } });
const wants = (part: string) => values.part === undefined || values.part === part;

if (wants('labels')) await reportLabels(print);
if (wants('workflow')) await reportWorkflow(print);
print(`\nmachine load ${loadavg()[0]?.toFixed(1)}`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
