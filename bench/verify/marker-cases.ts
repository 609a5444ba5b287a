import { findCitationMarkers } from '../../core/text/citation-markers.ts';
import type { CitationMarker } from '../../core/text/citation-markers.ts';
import { splitClaims } from '../../server/verification/split-claims.ts';

/** An answer that was put together from pieces of which it is known what they cite. */
export interface MarkerCase {
  readonly answer: string;
  /** Every marker in it, in order. */
  readonly markers: readonly CitationMarker[];
  /** For each sentence the numbers that its claim cites, in order, each once. */
  readonly cited: readonly (readonly number[])[];
}

type Random = () => number;

const WORDS =
  'staff leave policy office invoice customer travel report contract training budget meeting security supplier holiday payment manager request'.split(
    ' ',
  );
/** What looks like a marker and is none, wherever it stands between words. */
const DECOYS = [
  'items_list[1]',
  'theItems[2]',
  'row[0]',
  'a[3].name',
  '`rows [4]`',
  '[2019]',
  '[0, 1]',
  '[10-400]',
  String.raw`\[5]`,
  'area in m²',
  '10³',
  'list = [1, 2]',
  '[sic]',
  '[x]',
  '[ ]',
  '``code [7] here``',
];
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const MOST_SENTENCES = 5;

/** As many answers as wanted, always the same from the same random numbers. */
export function* makeMarkerCases(count: number, random: Random): Generator<MarkerCase> {
  for (let made = 0; made < count; made += 1) yield makeCase(random);
}

/** What the parser finds otherwise than it was put there; null where it is right. */
export function explainWrong({ answer, markers, cited }: MarkerCase): string | null {
  const found = findCitationMarkers(answer);
  if (JSON.stringify(found) !== JSON.stringify(markers))
    return `${answer}\nfound ${JSON.stringify(found)}\nput   ${JSON.stringify(markers)}`;
  const bound = splitClaims(answer).claims.map((claim) => claim.markers);
  if (JSON.stringify(bound) !== JSON.stringify(cited))
    return `${answer}\nbound ${JSON.stringify(bound)}\nput   ${JSON.stringify(cited)}`;
  return null;
}

export function describeMarkers(count: number, random: Random): string {
  let wrong = 0;
  for (const one of makeMarkerCases(count, random)) {
    if (explainWrong(one) !== null) wrong += 1;
  }
  return `Of ${count} generated answers, ${wrong} are read otherwise than they were written.\n`;
}

function makeCase(random: Random): MarkerCase {
  let answer = '';
  const markers: CitationMarker[] = [];
  const cited: (readonly number[])[] = [];
  const write = (text: string) => {
    answer += text;
  };
  const count = 1 + Math.floor(random() * MOST_SENTENCES);
  for (let at = 0; at < count; at += 1) {
    write(at === 0 ? '' : random() < 0.2 ? '\n\n' : ' ');
    write(makeProse(random));
    const group = random() < 0.2 ? [] : makeGroup(random);
    const isBehind = random() < 0.25 && group.length > 0;
    if (isBehind) write('.');
    for (const { text, numbers, isAttached } of group) {
      write(isAttached ? '' : ' ');
      markers.push({ numbers, start: answer.length, end: answer.length + text.length });
      write(text);
    }
    if (!isBehind) write('.');
    cited.push([...new Set(group.flatMap(({ numbers }) => numbers))]);
  }
  return { answer, markers: markers.map(inOrder), cited };
}

/** Keys in the order in which the parser gives them. */
function inOrder({ start, end, numbers }: CitationMarker): CitationMarker {
  return { start, end, numbers };
}

/** Five words and more, of which one or none only looks like a marker. */
function makeProse(random: Random): string {
  const words = Array.from({ length: 5 + Math.floor(random() * 8) }, () => pick(WORDS, random));
  if (random() < 0.4) words.splice(3, 0, pick(DECOYS, random));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface WrittenMarker {
  readonly text: string;
  readonly numbers: readonly number[];
  /** No space stands before it. */
  readonly isAttached: boolean;
}

/** Markers that follow one another: all of them are of one claim. */
function makeGroup(random: Random): readonly WrittenMarker[] {
  if (random() < 0.1) return [makeSuperscript(random)];
  const length = 1 + Math.floor(random() * 3);
  return Array.from({ length }, (_, at) => {
    const bracket = makeBracket(random);
    // What is attached to a word and says 0 is an index of it.
    const mayAttach = at > 0 || bracket.numbers[0] !== 0;
    return { ...bracket, isAttached: mayAttach && random() < (at > 0 ? 0.7 : 0.3) };
  });
}

function makeBracket(random: Random): Omit<WrittenMarker, 'isAttached'> {
  const one = makeNumber(random);
  const other = one + 1 + Math.floor(random() * 6);
  const several = [one, other];
  const range = Array.from({ length: other - one + 1 }, (_, at) => one + at);
  const forms: readonly Omit<WrittenMarker, 'isAttached'>[] = [
    { text: `[${one}]`, numbers: [one] },
    { text: `[^${one}]`, numbers: [one] },
    { text: `[[${one}]]`, numbers: [one] },
    { text: `【${one}】`, numbers: [one] },
    { text: `【${one}†source】`, numbers: [one] },
    { text: `【${one}:${other}†page】`, numbers: [one] },
    { text: `[${one}](#chunk-${one})`, numbers: [one] },
    { text: `[${one}](https://a.example/x)`, numbers: [one] },
    { text: `[Source ${one}]`, numbers: [one] },
    { text: `[Source ${one}, Source ${other}]`, numbers: several },
    { text: `[doc #${one}; doc #${other}]`, numbers: several },
    { text: `[${one}, ${other}]`, numbers: several },
    { text: `[${one},${other}]`, numbers: several },
    { text: `[${one}; ${other}]`, numbers: several },
    { text: `[${one}-${other}]`, numbers: range },
    { text: `[${one} – ${other}]`, numbers: range },
    { text: `[^${one}, ^${other}]`, numbers: several },
  ];
  return random() < 0.02 ? { text: '[0]', numbers: [0] } : pick(forms, random);
}

function makeSuperscript(random: Random): WrittenMarker {
  const number = makeNumber(random);
  const text = String(number).replaceAll(/\d/gu, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return { text, numbers: [number], isAttached: true };
}

function makeNumber(random: Random): number {
  return 1 + Math.floor(random() * (random() < 0.1 ? 990 : 30));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
