import type { Edit, Original } from './mutation.ts';
import { pick, replaceSpan } from './mutation.ts';

const NAME = /(?<=[\p{L}\p{N},;)] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,2}/gu;
const NOT_NAMES =
  /^(?:The|This|These|It|If|In|On|For|And|But|You|He|She|They|We|Passages?|Step|Note|However|When|While|Answer|Question|Based|According|Some|Yes|No|Not|Also|Additionally|To|As|A|An|After|Before|Each|Use|Make)\b/u;
const INVENTED = {
  training: ['Halvorsen', 'Brightmoor', 'Kestrel Bay', 'Tomasz Wilk', 'Ardenfield', 'Quillon'],
  testing: ['Marchbanks', 'Oslo', 'Varley Group', 'Ines Duarte', 'Pemberley', 'Zanetti', 'Toledo'],
} as const;

/** A name becomes one that stands nowhere in the evidence. */
export function changeName(part: keyof typeof INVENTED) {
  return (original: Original, random: () => number): Edit | null => {
    const found = pick(namesOf(original.text), random);
    const other = pick(INVENTED[part], random);
    if (found === null || other === null || original.evidence.includes(other)) return null;
    return replaceSpan(original.text, found, other);
  };
}

/** A name becomes another one of the evidence. */
export function swapName(original: Original, random: () => number): Edit | null {
  const found = pick(namesOf(original.text), random);
  if (found === null) return null;
  const known = original.text.toLowerCase();
  const others = namesOf(original.evidence).filter(
    ({ text }) =>
      wordCount(text) === wordCount(found.text) &&
      !text
        .toLowerCase()
        .split(' ')
        .some((word) => known.includes(word)),
  );
  const other = pick(others, random);
  if (other === null || standsBesideSame(original, found, other)) return null;
  return replaceSpan(original.text, found, other.text);
}

/** Two names of the sentence change places: who did what to whom. */
export function swapRoles(original: Original): Edit | null {
  const [first, second] = namesOf(original.text);
  if (first === undefined || second === undefined || first.text === second.text) return null;
  const between = original.text.slice(first.end, second.start);
  if (/^\s*(?:,|and|or|&|\/)*\s*$/u.test(between) || /\b(?:and|or)\b/u.test(between)) return null;
  const text = [
    original.text.slice(0, first.start),
    second.text,
    between,
    first.text,
    original.text.slice(second.end),
  ].join('');
  if (original.evidence.includes(`${second.text}${between}${first.text}`)) return null;
  return { text, span: { start: first.start, end: second.end } };
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function namesOf(text: string): readonly Found[] {
  return Array.from(text.matchAll(NAME), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  })).filter((name) => !NOT_NAMES.test(name.text));
}

function wordCount(text: string): number {
  return text.split(' ').length;
}

function standsBesideSame({ text, evidence }: Original, found: Found, other: Found): boolean {
  const after = text.slice(found.end, found.end + 14).trim();
  const before = text.slice(Math.max(0, found.start - 14), found.start).trim();
  const isNear = (part: string) =>
    evidence.slice(Math.max(0, other.start - 60), other.end + 60).includes(part);
  return isNear(before) && isNear(after);
}
