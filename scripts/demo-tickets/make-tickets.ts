import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../platform/project-root.ts';
import { addMess, Noise, type Chance } from './add-mess.ts';
import { findFields } from './find-fields.ts';
import { readProblems, type Problem } from './read-problems.ts';
import { seededChance } from './seeded-chance.ts';

export interface Ticket {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly must_review: boolean;
  readonly resolvable: boolean;
  readonly fields?: Readonly<Record<string, string>>;
}

export interface Part {
  readonly sources: readonly string[];
  /** Key of the part's noise in `noise.json`. */
  readonly noise: 'training' | 'held_out';
  readonly output: string;
  readonly prefix: string;
  readonly seed: number;
  /** Tickets of two problems for each class, beyond the one ticket of each problem. */
  readonly mixedPerClass: number;
}

/**
 * The held-out parts have greetings, signatures and threads of their own and share no wording with
 * training: the first has other problems, the second the same problems as other people tell them.
 */
export const PARTS: readonly Part[] = [
  {
    sources: Array.from({ length: 14 }, (_, index) => `train-${index + 1}.txt`),
    noise: 'training',
    output: 'tickets-train.jsonl',
    prefix: 't',
    seed: 20_260_301,
    mixedPerClass: 6,
  },
  {
    sources: ['held-out-1.txt', 'held-out-2.txt'],
    noise: 'held_out',
    output: 'tickets-held-out.jsonl',
    prefix: 'h',
    seed: 20_260_302,
    mixedPerClass: 0,
  },
  {
    sources: ['rewordings.txt'],
    noise: 'held_out',
    output: 'tickets-rewordings.jsonl',
    prefix: 'r',
    seed: 20_260_303,
    mixedPerClass: 0,
  },
];

export const SUPPORT_DESK = join(projectRoot, 'demo', 'support-desk');

const Classes = z.object({
  classes: z.array(z.object({ id: z.string(), regulated: z.boolean() })),
});

interface Surroundings {
  readonly problems: readonly Problem[];
  readonly noise: Noise;
  readonly chance: Chance;
  readonly isRegulated: (label: string) => boolean;
}

/** The tickets of a part; the same sources give the same tickets. */
export function makeTickets(part: Part): readonly Ticket[] {
  const { classes } = Classes.parse(JSON.parse(readText('classes.json')));
  const noises = z
    .object({ training: Noise, held_out: Noise })
    .parse(JSON.parse(readText('sources/noise.json')));
  const problems = part.sources.flatMap((name) => readProblems(readText(`sources/${name}`)));
  const chance = seededChance(part.seed);
  const regulated = new Set(classes.filter((one) => one.regulated).map(({ id }) => id));
  const surroundings: Surroundings = {
    problems,
    noise: noises[part.noise],
    chance,
    isRegulated: (label) => regulated.has(label),
  };
  const isMixed = (): boolean => part.mixedPerClass === 0 && chance.happens(0.125);
  const made = [
    ...problems.map((problem) =>
      isMixed()
        ? ticketOfTwo(problem, surroundings)
        : asTicket(problem, problem.text, surroundings),
    ),
    ...classes.flatMap(({ id }) =>
      chance
        .shuffle(problems.filter(({ label }) => label === id))
        .slice(0, part.mixedPerClass)
        .map((problem) => ticketOfTwo(problem, surroundings)),
    ),
  ];
  return chance
    .shuffle(made)
    .map((ticket, index) => ({ id: idOf(part.prefix, index + 1), ...ticket }));
}

/**
 * A ticket belongs to the class of its main problem, which comes first. A problem of a regulated
 * class decides where the whole ticket goes, although the harmless one stands before it.
 */
function ticketOfTwo(problem: Problem, surroundings: Surroundings): Omit<Ticket, 'id'> {
  const { problems, noise, chance, isRegulated } = surroundings;
  const second = chance.pick(
    problems.filter(({ label }) => label !== problem.label && !isRegulated(label)),
  );
  const text = isRegulated(problem.label)
    ? `${chance.pick(noise.before_dispute)} ${second.text}\n${problem.text}`
    : `${problem.text}\n${chance.pick(noise.second_problem)} ${second.text}`;
  return asTicket(problem, text, surroundings);
}

function asTicket(
  { label, isResolvable }: Problem,
  problemText: string,
  { noise, chance, isRegulated }: Surroundings,
): Omit<Ticket, 'id'> {
  const text = addMess(problemText, { noise, chance });
  const fields = findFields(text);
  return {
    text,
    label,
    must_review: isRegulated(label),
    resolvable: isResolvable,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
  };
}

function idOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(3, '0')}`;
}

function readText(path: string): string {
  return readFileSync(join(SUPPORT_DESK, path), 'utf8');
}
