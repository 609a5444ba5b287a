import type { SensitiveFinding } from '../detect-sensitive.ts';

/** A value in pieces is no longer than this on either side. */
const NEAR_CHARS = 60;
const MAX_TURNS = 4;
const LAST_NUMBER = /\d[\d ./-]{1,30}\D{0,40}$/;
const FIRST_NUMBER = /^\D{0,40}?\d[\d ./-]{1,30}/;

/** Two ends of turns, put together. */
interface Seam {
  readonly text: string;
  /** Where the last turn begins in it. */
  readonly seamAt: number;
  /** Where in the last turn what stands behind the seam begins. */
  readonly lastAt: number;
}

/**
 * What neither of two turns holds and both together do: a card number whose second half is sent later.
 * Only what a checksum confirms, or what is a secret, is taken for one; offsets are those of the last turn.
 */
export function findSplit(
  earlier: readonly string[],
  last: string,
  detect: (text: string) => SensitiveFinding,
): readonly SensitiveFinding[] {
  const turns = earlier.slice(-MAX_TURNS + 1);
  const seams = turns.flatMap((_turn, index) => {
    const before = turns.slice(index).join(' ');
    return [joinEnds(before, last), ...joinNumbers(turns[index] ?? '', last)];
  });
  return seams.flatMap(({ text, seamAt, lastAt }) => {
    const { entities, classification } = detect(text);
    const crossing = entities
      .filter(({ char_start: start, char_end: end }) => start < seamAt && end > seamAt)
      .filter(({ score, type }) => score === 1 || type === 'secret')
      .map((entity) => ({
        ...entity,
        char_start: lastAt,
        char_end: Math.min(last.length, lastAt + entity.char_end - seamAt),
      }));
    return crossing.length === 0 ? [] : [{ entities: crossing, classification }];
  });
}

function joinEnds(before: string, last: string): Seam {
  const end = before.slice(-NEAR_CHARS);
  return { text: `${end} ${last.slice(0, NEAR_CHARS)}`, seamAt: end.length + 1, lastAt: 0 };
}

/** “It begins with 4111 1111” and “and it ends with 1111 1111”. */
function joinNumbers(before: string, last: string): readonly Seam[] {
  const end = LAST_NUMBER.exec(before)?.[0].replace(/\D+$/, '');
  const begin = FIRST_NUMBER.exec(last)?.[0];
  if (end === undefined || begin === undefined) return [];
  const number = begin.replace(/^\D+/, '').trimEnd();
  const lastAt = begin.length - begin.replace(/^\D+/, '').length;
  return [{ text: `${end} ${number}`, seamAt: end.length + 1, lastAt }];
}
