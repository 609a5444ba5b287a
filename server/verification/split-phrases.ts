import type { ReadClaim } from './read-claim.ts';
import type { Word } from './read-words.ts';

/** A claim's words in groups of neighbours. */
export interface Groups {
  /** From the first word to behind the last. */
  readonly bounds: readonly (readonly [from: number, to: number])[];
  /** For each word the place of its group. */
  readonly groupOf: readonly number[];
}

type Worded = Pick<ReadClaim, 'words' | 'text' | 'start'>;

const PAUSE = /[,;:()[\]"“”«»—–]/u;
const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  `and but or nor which who whom whose that while because although though when where whereas since after before if as by
   with including`.split(/\s+/u),
);

/** Groups that begin at a pause or with the function words before a noun or verb: "held | for two hours". */
export function splitPhrases(claim: Worded): Groups {
  return splitWhere(claim, (word, last) => word.kind === 'function' && last.kind !== 'function');
}

/** Groups that begin at a pause or with a word that opens a clause. */
export function splitClauses(claim: Worded): Groups {
  return splitWhere(claim, ({ surface }) => CLAUSE_WORDS.has(surface.toLowerCase()));
}

function splitWhere(
  { words, text, start }: Worded,
  opens: (word: Word, last: Word) => boolean,
): Groups {
  const bounds: [number, number][] = [];
  const groupOf: number[] = [];
  for (const [at, word] of words.entries()) {
    const last = words[at - 1];
    const group = bounds.at(-1);
    const isPause = (before: Word) =>
      PAUSE.test(text.slice(before.end - start, word.start - start));
    if (last === undefined || group === undefined || isPause(last) || opens(word, last)) {
      bounds.push([at, at + 1]);
    } else group[1] = at + 1;
    groupOf.push(bounds.length - 1);
  }
  return { bounds, groupOf };
}
