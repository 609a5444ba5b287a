import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { tenthPercent } from '../../core/text/percent.ts';
import { DEFAULT_ROUTING_DATA, openRoutingData } from '../routing/read-routing-data.ts';
import { answersUntilOpen, followAlert } from './follow-alert.ts';
import { followStream, measureDetection, type Scenario } from './measure-detection.ts';
import { readScenarios } from './real-questions.ts';
import {
  FOREIGN,
  LOST_DOCUMENTS,
  MIX_SHIFT,
  NEW_MODEL,
  ORDINARY,
  simulateAnswer,
  type Traffic,
} from './simulate-traffic.ts';

// `npm run bench:drift [-- --part stream|simulated|questions|alert] [--comparisons 500] [--requests 1000000] [--data folder]
// [--json]`: how often windows that are alike raise an alarm, and how often ones that differ do, beside PSI above 0.1; and
// how long a stream of simulated requests takes; and how often an alert opens over it. Needs no database.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    comparisons: { type: 'string', default: '500' },
    requests: { type: 'string', default: '1000000' },
    data: { type: 'string', default: DEFAULT_ROUTING_DATA },
    json: { type: 'boolean', default: false },
  },
});
const PARTS = ['stream', 'simulated', 'questions', 'alert'];
if (values.part !== undefined && !PARTS.includes(values.part)) {
  throw new Error(`--part is one of ${PARTS.join(', ')}.`);
}
const wants = (part: string) => values.part === undefined || values.part === part;
const comparisons = Number(values.comparisons);

if (wants('stream')) reportStream();
if (wants('alert')) reportAlert();
if (wants('simulated')) {
  const simulated: Readonly<Record<string, Traffic>> = {
    'same traffic': ORDINARY,
    '10 % foreign traffic': FOREIGN,
    '10 % mix shift': MIX_SHIFT,
    'answers 15 % longer, refusals 1 to 3 %': NEW_MODEL,
    'confidence lower by 0.06': LOST_DOCUMENTS,
  };
  for (const [name, traffic] of Object.entries(simulated)) {
    report(`${name} (simulated)`, {
      before: (random) => simulateAnswer(ORDINARY, random),
      after: (random) => simulateAnswer(traffic, random),
    });
  }
}
if (wants('questions')) {
  const data = openRoutingData(values.data);
  if (data === null) {
    process.stderr.write(`Real questions: skipped, because ${values.data} is not there.\n`);
  } else {
    for (const [name, scenario] of Object.entries(readScenarios(data))) report(name, scenario);
  }
}

function reportStream(): void {
  const requests = Number(values.requests);
  const stream = followStream(requests, (random) => simulateAnswer(ORDINARY, random), 1);
  const [load = 0] = loadavg();
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ stream: { requests, ...stream, load } })}\n`);
    return;
  }
  process.stdout.write(
    `${requests} simulated requests in ${stream.seconds.toFixed(1)} s, ${stream.cpuSeconds.toFixed(1)} s of one processor: ${stream.alarms} false alarms in ${stream.windows} windows of 500 (machine load ${load.toFixed(1)})\n`,
  );
}

/** What looks so far apart, in shares of a window, cost in false alarms, and in answers until it opens. */
function reportAlert(): void {
  const window = 500;
  for (const newShare of [1, 0.5, 0.25]) {
    const looked = { window, newShare };
    const calm = followAlert(comparisons, looked, (random) => simulateAnswer(ORDINARY, random));
    const change: Scenario = {
      before: (random) => simulateAnswer(ORDINARY, random),
      after: (random) => simulateAnswer(FOREIGN, random),
    };
    const delays = Array.from(
      { length: Math.ceil(comparisons / 10) },
      (_none, index) => answersUntilOpen(change, looked, index + 1) ?? Number.POSITIVE_INFINITY,
    ).toSorted((left, right) => left - right);
    const medianDelay = delays[Math.floor(delays.length / 2)] ?? Number.POSITIVE_INFINITY;
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ alert: { newShare, ...calm, medianDelay } })}\n`
        : `alert, ${newShare} of a window new: opens falsely ${calm.openedAtOnce} times in ${calm.windows} windows, ${calm.openedConfirmed} when the next look confirms it; 10 % foreign traffic opens it so after ${medianDelay} answers (median of ${delays.length}); ${calm.msPerLook.toFixed(0)} ms a look\n`,
    );
  }
}

function report(name: string, scenario: Scenario): void {
  const found = measureDetection(scenario, comparisons, 20_261_129);
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ scenario: name, ...found })}\n`);
    return;
  }
  process.stdout.write(
    `${name.padEnd(52)} alarms ${tenthPercent(found.rate).padStart(7)} (${tenthPercent(found.low)} to ${tenthPercent(found.high)})  PSI > 0.1: ${tenthPercent(found.psiRate).padStart(7)}  of ${found.comparisons}\n`,
  );
}
