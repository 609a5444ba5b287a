import { z } from 'zod';

const Lines = z.array(z.string()).min(1);

/** What surrounds problems in mail; each part of the tickets has its own. */
export const Noise = z.strictObject({
  greetings: Lines,
  fillers: Lines,
  closings: Lines,
  names: Lines,
  posts: Lines,
  footers: Lines,
  thread_openers: Lines,
  thread_subjects: Lines,
  second_problem: Lines,
  before_dispute: Lines,
  logs: Lines,
  /** Month and year of forwarded mail. */
  month: z.string(),
});
export type Noise = z.infer<typeof Noise>;

export interface Chance {
  /** A whole number from zero on, less than the limit. */
  readonly below: (limit: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <Item>(list: readonly Item[]) => Item;
  readonly shuffle: <Item>(list: readonly Item[]) => readonly Item[];
}

interface Surroundings {
  readonly noise: Noise;
  readonly chance: Chance;
}

/** Wraps a problem as people send it: greeted or not, signed or not, mistyped, shouted, forwarded. */
export function addMess(problem: string, { noise, chance }: Surroundings): string {
  const typed = mistype(problem, chance);
  if (chance.happens(0.28)) return chance.happens(0.2) ? typed.toUpperCase() : typed;
  const [before, after] = chance.shuffle(noise.fillers);
  const lines = [
    ...(chance.happens(0.6) ? [chance.pick(noise.greetings)] : []),
    ...(chance.happens(0.12) ? [before ?? ''] : []),
    typed,
    ...(chance.happens(0.06) ? [chance.pick(noise.logs)] : []),
    ...(chance.happens(0.3) ? [after ?? ''] : []),
    ...sign({ noise, chance }),
  ];
  const mail = lines.join(chance.happens(0.5) ? '\n' : '\n\n');
  return chance.happens(0.14) ? forward(mail, { noise, chance }) : mail;
}

function sign({ noise, chance }: Surroundings): readonly string[] {
  if (chance.happens(0.35)) return [];
  const staffNumber = `N${100_000 + chance.below(899_999)}`;
  const extension = `ext. ${6000 + chance.below(900)}`;
  return [
    ...(chance.happens(0.7) ? [chance.pick(noise.closings)] : []),
    ...(chance.happens(0.8) ? [chance.pick(noise.names)] : []),
    ...(chance.happens(0.35) ? [chance.pick(noise.posts)] : []),
    ...(chance.happens(0.3) ? [staffNumber] : []),
    ...(chance.happens(0.25) ? [extension] : []),
    ...(chance.happens(0.15) ? ['--', chance.pick(noise.footers)] : []),
  ];
}

function forward(mail: string, { noise, chance }: Surroundings): string {
  const day = 1 + chance.below(28);
  const time = `${8 + chance.below(9)}:${String(chance.below(60)).padStart(2, '0')}`;
  return [
    chance.pick(noise.thread_openers),
    '',
    `> From: ${chance.pick(noise.names)}`,
    `> Sent: ${day} ${noise.month} ${time}`,
    `> Subject: ${chance.pick(noise.thread_subjects)}`,
    ...mail.split('\n').map((line) => `> ${line}`),
  ].join('\n');
}

/** Two letters change places or one is dropped, in words without digits, codes or addresses. */
function mistype(text: string, chance: Chance): string {
  if (!chance.happens(0.35)) return text;
  return text.replaceAll(/\b[a-z]{5,}\b/gu, (word) => {
    if (!chance.happens(0.12)) return word;
    const at = 1 + chance.below(word.length - 2);
    const middle = chance.happens(0.5)
      ? `${word[at + 1] ?? ''}${word[at] ?? ''}`
      : (word[at + 1] ?? '');
    return `${word.slice(0, at)}${middle}${word.slice(at + 2)}`;
  });
}
