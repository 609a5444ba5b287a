import { findUnit } from '../../core/text/units.ts';
import type { EntityType } from './find-entities.ts';

/** What the words of a field say about its values. */
interface Hint {
  readonly words: RegExp;
  readonly types: readonly EntityType[];
}

const NAMED: readonly EntityType[] = ['name', 'label_value', 'cell'];

/** For strings that have neither a format nor a pattern. The first group with a hint that fits decides. */
const HINTS: readonly (readonly Hint[])[] = [
  [
    {
      words:
        /\b(?:time of day|what time|(?:opening|closing|core) (?:hours?|times?)|hour at which)\b/iu,
      types: ['time_of_day'],
    },
    { words: /\b(?:versions?|issue|edition|release)\b/iu, types: ['version', 'quantity'] },
    { words: /\bfiles?\b/iu, types: ['file_name', 'name'] },
    { words: /\b(?:address at which|urls?|links?|web|host)\b/iu, types: ['uri', 'host'] },
    { words: /\be-?mail|mail address\b/iu, types: ['email'] },
    { words: /\b(?:number|codes?|references?|identifier|id)\b/iu, types: ['identifier', 'name'] },
  ],
  [
    {
      words:
        /\b(?:how (?:long|soon|far|often|much time)|time (?:\p{L}+ ){0,6}?(?:within|after|before|without|for|until|to)|within which|periods?|duration|retention|(?:first|early) notice|deadline|lifetime|intervals?|length|longest|shortest|(?:delivery|response|recovery|lead|waiting|processing|restore) time|times)\b/iu,
      types: ['quantity'],
    },
    {
      words: /\b(?:dates?|day (?:and month|by which|on which|of)|by which|deadline|when)\b/iu,
      types: ['date'],
    },
    { words: /\b(?:price|costs?|amount|fees?|charge|salary|budget)\b/iu, types: ['quantity'] },
    { words: /\b(?:where|rooms?|building|location|floor)\b/iu, types: ['place', ...NAMED] },
  ],
];

const UNHINTED: readonly EntityType[] = [...NAMED, 'identifier'];
const WHO =
  /\b(?:who|team|office|department|division|owner|owns|approvers?|person|author|committee|group)\b/iu;

/** What kinds of things can be the value of a string that `words` describe. */
export function hintedTypes(words: string): ReadonlySet<EntityType> {
  const isNamed = /\bname of\b/iu.test(words);
  for (const group of isNamed ? [HINTS[0] ?? []] : HINTS) {
    const types = group.filter((hint) => hint.words.test(words)).flatMap((hint) => hint.types);
    if (types.length > 0) return new Set(isNamed ? [...types, ...NAMED] : types);
  }
  return new Set(isNamed || WHO.test(words) ? NAMED : UNHINTED);
}

/** Whether an amount of money is asked for. */
export function asksForMoney(words: string): boolean {
  return /\b(?:GBP|EUR|USD|JPY|pounds?|euros?|dollars?|pence|prices?|fees?)\b|[£€$]/iu.test(words);
}

/** Whether an amount of money may be meant where no currency is named. */
export function mayAskForMoney(words: string): boolean {
  return /\b(?:amount|sum|balance|costs?|salary|budget|charges?|payments?|deposit|invoice)\b/iu.test(
    words,
  );
}

/** The currencies that words name; none where they name none, or only say that it is money. */
export function currenciesIn(words: string): ReadonlySet<string> {
  const named =
    words.match(/\b(?:GBP|EUR|USD|JPY|pounds?|euros?|dollars?|pence)\b|[£€$¥]/giu) ?? [];
  return new Set(named.flatMap((name) => findUnit(name)?.scale ?? []));
}

/** Whether the field is about the document itself, which says such things at its head. */
export function isAboutDocument(words: string): boolean {
  return /\b(?:of|owns?|about) th(?:e|is) (?:document|article|policy|text|edition|guide|handbook|code|page|standard|procedure|catalogue|notice|report|contract|letter|form|update)\b|\blast (?:update|review)|\bin force from\b|\beffective\b/iu.test(
    words,
  );
}
