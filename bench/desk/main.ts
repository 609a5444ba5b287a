import { loadavg } from 'node:os';
import {
  HELD_OUT_PARTS,
  readDeskExamples,
  readDeskTeams,
  readDeskTickets,
} from '../../cli/workflow/desk-tickets.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import type { Guess } from '../routing/classifier-metrics.ts';
import { fitDesk } from './fit-desk.ts';

// `npm run bench:desk`: how many tickets of the demo's support desk the builtin classifier labels as people did, on
// each held-out part, and how many reach the team that works on them. Thresholds are chosen on the cross-validated training tickets; the rest is measured only.
const THRESHOLDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const { tickets: training, terms } = await readDeskExamples();
const teams = await readDeskTeams();
const { classify, crossValidated, cpuSeconds } = fitDesk([...training, ...terms]);
print(
  `${training.length} training tickets and ${terms.length} terms in ${cpuSeconds.toFixed(1)} s of CPU`,
);
report('Training tickets, cross-validated', crossValidated.slice(0, training.length));
for (const { title, file } of HELD_OUT_PARTS) {
  const tickets = await readDeskTickets(file);
  report(
    title,
    tickets.map(({ text, label }) => ({ label, ...classify(text) })),
  );
}
print(`\nmachine load ${loadavg()[0]?.toFixed(1)}`);

function report(title: string, guesses: readonly Guess[]): void {
  const classRight = guesses.filter(({ label, guess }) => label === guess).length;
  const teamRight = guesses.filter(
    ({ label, guess }) => teams.get(label) === teams.get(guess),
  ).length;
  print(`\n${title}: ${guesses.length} tickets`);
  print(`  the class is right  ${describeShare(classRight, guesses.length)}`);
  print(`  the team is right   ${describeShare(teamRight, guesses.length)}`);
  print('  probability  labelled  as people did');
  for (const threshold of THRESHOLDS) {
    const kept = guesses.filter(({ probability }) => probability >= threshold);
    const right = kept.filter(({ label, guess }) => label === guess).length;
    print(
      `  ${`≥ ${threshold.toFixed(1)}`.padEnd(13)}${percent(kept.length / guesses.length)}  ${describeShare(right, kept.length)}`,
    );
  }
}

function describeShare(right: number, total: number): string {
  const interval = wilsonInterval(right, total);
  if (interval === null) return 'no data';
  return `${percent(right / total)} (${percent(interval.low)} to ${percent(interval.high)}; ${right} of ${total})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(7);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
