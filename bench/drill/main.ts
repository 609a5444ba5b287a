import { parseArgs } from 'node:util';
import { startSimulator } from '../../test/support/start-simulator.ts';
import { describeDrill, judgeDrill } from './describe-drill.ts';
import { DRILL_SCHEDULES, STRUCK } from './drill-schedules.ts';
import { measureDrill } from './measure-drill.ts';
import { runDrill, STRUCK_MODEL } from './run-drill.ts';

const MAX_PER_SECOND = 500;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    schedule: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});
const perSecond = Number(values.rate);
if (!(perSecond >= 1 && perSecond <= MAX_PER_SECOND)) {
  throw new Error(`--rate must be 1 to ${MAX_PER_SECOND} requests a second.`);
}
const names = values.schedule ?? DRILL_SCHEDULES.map(({ name }) => name);
const schedules = DRILL_SCHEDULES.filter(({ name }) => names.includes(name));
if (schedules.length === 0) {
  const known = DRILL_SCHEDULES.map(({ name }) => name).join(', ');
  throw new Error(`--schedule must be one of ${known}.`);
}

const results: object[] = [];
let areTargetsMet = true;
const simulator = await startSimulator({ seed: Number(values.seed) });
if (!values.json) {
  process.stdout.write(
    'Simulated: both models are a provider simulator on this machine, no model was called.\n' +
      `The first is struck from ${STRUCK.fromMs / 1_000} s to ${STRUCK.toMs / 1_000} s of ${STRUCK.endMs / 1_000} s.\n\n`,
  );
}
for (const schedule of schedules) {
  const options = { simulator, perSecond, seed: Number(values.seed) };
  const measure = measureDrill(await runDrill(schedule, options), STRUCK_MODEL, STRUCK);
  await simulator.forgetRequests();
  if (schedule.isTotalOutage && judgeDrill(measure).some(([, isMet]) => !isMet)) {
    areTargetsMet = false;
  }
  results.push({ simulated: true, schedule, measure });
  if (!values.json) process.stdout.write(`${describeDrill(schedule, measure)}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
await simulator.stop();
process.exitCode = areTargetsMet ? 0 : 1;
