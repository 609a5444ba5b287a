import type { Edit, Original } from './mutation.ts';
import { replaceSpan } from './mutation.ts';

const OPPOSITES = {
  training:
    'increase decrease|higher lower|before after|more less|always never|safe dangerous|hot cold|large small|first last|possible impossible|include exclude|top bottom|begin end|easy difficult|strong weak|early late|open closed|good bad|legal illegal|rich poor',
  testing:
    'raise reduce|above below|maximum minimum|most least|often rarely|best worst|dry wet|long short|inside outside|allow forbid|add remove|fast slow|common rare|positive negative|thick thin|old new|necessary unnecessary|free paid|full empty|warm cool|left right|north south|male female',
} as const;

/** One word becomes its opposite. */
export function turnWord(part: keyof typeof OPPOSITES) {
  const pairs = OPPOSITES[part]
    .split('|')
    .map((pair) => pair.split(' '))
    .flatMap(([left = '', right = '']) => [
      [left, right],
      [right, left],
    ]);
  return ({ text, evidence }: Original): Edit | null => {
    for (const [own = '', opposite = ''] of pairs) {
      const match = new RegExp(String.raw`\b${own}\b`, 'u').exec(text);
      if (match === null) continue;
      const span = { start: match.index, end: match.index + own.length };
      const edit = replaceSpan(text, span, opposite);
      const around = edit.text.slice(Math.max(0, span.start - 12), edit.span.end + 12);
      if (!evidence.includes(around)) return edit;
    }
    return null;
  };
}

const FORMS = {
  training: [
    [/\b(?:is|are|was|were|can|should|will|must)\b(?! not)/u, (word: string) => `${word} not`],
  ],
  testing: [
    [/\b(?:can|could)\b(?! not)/u, () => 'cannot'],
    [/\b(?:is|are|was|were|should)\b(?! not)/u, (word: string) => `${word}n't`],
    [/\b(?:has|have|may|might|does|do)\b(?! not)/u, (word: string) => `${word} not`],
    [/\bwill\b/u, () => 'will never'],
  ],
} as const;

/** The statement is turned round with a negating word. */
export function negate(part: keyof typeof FORMS) {
  return ({ text }: Original): Edit | null => {
    if (/\b(?:not|no|never|cannot)\b|n['’]t\b/iu.test(text)) return null;
    for (const [pattern, turn] of FORMS[part]) {
      const match = pattern.exec(text);
      if (match === null || match.index === 0) continue;
      const span = { start: match.index, end: match.index + match[0].length };
      return replaceSpan(text, span, turn(match[0]));
    }
    return null;
  };
}

/** What the source says with reserve is said without. */
export function dropHedge({ text, evidence }: Original): Edit | null {
  const modal = /\b(?:may|might|could)(?= (?:be|have|cause|help|take|lead|also|include)\b)/u.exec(
    text,
  );
  const adverb =
    /\b(?:usually|often|generally|typically|sometimes|approximately|about (?=\d)|around (?=\d)|nearly|almost|possibly|likely|probably|up to (?=\d)|at least (?=\d)) ?/u.exec(
      text,
    );
  const match = modal ?? adverb;
  if (match === null) return null;
  const isHedged = evidence.toLowerCase().includes(match[0].trim().toLowerCase());
  if (!isHedged) return null;
  const span = { start: match.index, end: match.index + match[0].length };
  return replaceSpan(text, span, modal === null ? '' : 'will');
}

/** Says the same in another way; null where there is nothing to rewrite. */
export function rewriteHarmlessly({ text }: Original): Edit | null {
  const forms: readonly (readonly [RegExp, (word: string) => string])[] = [
    [/(?<=\d) ?%/u, () => ' percent'],
    [/(?<=\d) percent\b/u, () => '%'],
    [/\d,\d{3}\b/u, (number) => number.replace(',', '')],
    [/\bdo not\b/u, () => "don't"],
    [/\bis not\b/u, () => "isn't"],
    [/\bcan't\b/u, () => 'cannot'],
    [
      /(?<= )(?:two|three|four|five|six|seven|eight|nine|ten)(?= )/u,
      (word) => String(WORDS.indexOf(word)),
    ],
    [/(?<= )[2-9](?= [a-z])/u, (digit) => WORDS[Number(digit)] ?? digit],
    [/"[^"]+"/u, (quoted) => `“${quoted.slice(1, -1)}”`],
  ];
  for (const [pattern, write] of forms) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const span = { start: match.index, end: match.index + match[0].length };
    return replaceSpan(text, span, write(match[0]));
  }
  return null;
}

const WORDS = 'zero one two three four five six seven eight nine ten'.split(' ');
