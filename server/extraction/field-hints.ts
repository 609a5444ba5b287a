import type { EntityType } from './find-entities.ts';

/** What the words of a field say about its values. */
interface Hint {
  readonly words: RegExp;
  readonly types: readonly EntityType[];
}

const NAMED: readonly EntityType[] = ['name', 'label_value', 'cell'];

/** For strings that have neither a format nor a pattern; the types of all that fit are looked for. */
const HINTS: readonly Hint[] = [
  {
    words:
      /\b(?:how (?:long|soon|far|often|much time)|time (?:\p{L}+ ){0,6}?(?:within|after|before|without|for|until)|within which|periods?|duration|retention|notice|deadline|lifetime|intervals?|(?:delivery|response|recovery|lead|waiting|processing) time)\b/iu,
    types: ['quantity'],
  },
  {
    words: /\b(?:time of day|what time|(?:opening|closing|core) (?:hours?|times?)|hour at which)\b/iu,
    types: ['time_of_day'],
  },
  {
    words: /\b(?:dates?|day (?:and month|by which|on which|of)|by which|deadline|when)\b/iu,
    types: ['date'],
  },
  { words: /\b(?:versions?|issue|edition|release)\b/iu, types: ['version', 'quantity'] },
  { words: /\bfiles?\b/iu, types: ['file_name'] },
  { words: /\b(?:address at which|urls?|links?|web|page|site)\b/iu, types: ['uri'] },
  { words: /\be-?mail|mail address\b/iu, types: ['email'] },
  {
    words:
      /\b(?:who|team|office|department|division|owner|owns|approvers?|approves|person|author|publisher|contact|committee|group|role)\b/iu,
    types: NAMED,
  },
  {
    words:
      /\b(?:systems?|applications?|programs?|software|tools?|platform|service|product|app|client|supplier)\b/iu,
    types: NAMED,
  },
  {
    words: /\b(?:where|place|rooms?|building|location|floor|city|country)\b/iu,
    types: ['place', ...NAMED],
  },
  {
    words: /\b(?:number|codes?|references?|identifier|forms?|id|ticket|article)\b/iu,
    types: ['identifier'],
  },
  { words: /\b(?:price|costs?|amount|fees?|charge|salary|budget)\b/iu, types: ['quantity'] },
];

const UNHINTED: readonly EntityType[] = ['label_value', 'cell', 'name', 'identifier'];

/** What kinds of things can be the value of a string that `words` describe. */
export function hintedTypes(words: string): ReadonlySet<EntityType> {
  const types = HINTS.filter((hint) => hint.words.test(words)).flatMap((hint) => hint.types);
  return new Set(types.length === 0 ? UNHINTED : types);
}

/** Whether an amount of money is asked for. */
export function asksForMoney(words: string): boolean {
  return /\b(?:GBP|EUR|USD|JPY|pounds?|euros?|dollars?|pence|prices?|fees?)\b|[£€$]/iu.test(words);
}

/** Whether the field is about the document itself, which says such things at its head. */
export function isAboutDocument(words: string): boolean {
  return /\b(?:of|owns?|about) th(?:e|is) (?:document|article|policy|text|edition|guide|handbook|code|page|standard|procedure|catalogue|notice|report|contract|letter|form|update)\b|\blast (?:update|review)|\bin force from\b|\beffective\b/iu.test(
    words,
  );
}
