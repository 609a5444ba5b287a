import {
  HELD_OUT_PARTS,
  readDeskExamples,
  readDeskTeams,
  readDeskTickets,
} from '../../cli/workflow/desk-tickets.ts';
import type { Guess } from '../routing/classifier-metrics.ts';
import { fitDesk } from './fit-desk.ts';
import { describeShare, percent } from './workflow-figures.ts';

const THRESHOLDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** What the classifier makes of tickets, without the workflow around it. */
export async function reportLabels(print: (line: string) => void): Promise<void> {
  const { tickets: training, terms } = await readDeskExamples();
  const teams = await readDeskTeams();
  const { classify, crossValidated, cpuSeconds } = fitDesk([...training, ...terms]);
  print(
    `${training.length} training tickets and ${terms.length} terms in ${cpuSeconds.toFixed(1)} s of CPU`,
  );
  const parts = [
    {
      title: 'Training tickets, cross-validated',
      guesses: crossValidated.slice(0, training.length),
    },
    ...(await Promise.all(
      HELD_OUT_PARTS.map(async ({ title, file }) => ({
        title,
        guesses: (await readDeskTickets(file)).map(({ text, label }) => ({
          label,
          ...classify(text),
        })),
      })),
    )),
  ];
  for (const { title, guesses } of parts) {
    print(`\n${title}: ${guesses.length} tickets`);
    describeGuesses(guesses, teams).forEach((line) => print(line));
  }
}

function describeGuesses(
  guesses: readonly Guess[],
  teams: ReadonlyMap<string, string>,
): readonly string[] {
  const classRight = guesses.filter(({ label, guess }) => label === guess).length;
  const teamRight = guesses.filter(
    ({ label, guess }) => teams.get(label) === teams.get(guess),
  ).length;
  return [
    `  the class is right  ${describeShare(classRight, guesses.length)}`,
    `  the team is right   ${describeShare(teamRight, guesses.length)}`,
    '  probability  labelled  as people did',
    ...THRESHOLDS.map((threshold) => {
      const kept = guesses.filter(({ probability }) => probability >= threshold);
      const right = kept.filter(({ label, guess }) => label === guess).length;
      const labelled = percent(kept.length / guesses.length);
      return `  ${`≥ ${threshold.toFixed(1)}`.padEnd(13)}${labelled}  ${describeShare(right, kept.length)}`;
    }),
  ];
}
