import { rememberByText } from '../../core/memory.ts';
import { STOP_WORDS } from '../../core/text/stop-words.ts';
import { extractTerms } from '../../core/text/terms.ts';

/** What kind of thing would answer: the sentence should hold one. */
export const ANSWER_CUES = [
  'amount',
  'money',
  'duration',
  'date',
  'code',
  'person',
  'name',
  'place',
  'reason',
  'steps',
  'verdict',
] as const;
type AnswerCue = (typeof ANSWER_CUES)[number];

export interface ReadQuestion {
  readonly text: string;
  /** Each term once, in order. */
  readonly terms: readonly string[];
  readonly cue: AnswerCue | null;
  /** How telling each term is in all that was searched, where retrieval has said. */
  readonly rarity: ReadonlyMap<string, number>;
}

const ASKING_TERMS: ReadonlySet<string> = new Set(
  extractTerms(
    `much many long far often soon please tell know want need like would could may might must shall get got take
     somebody someone anybody anyone happen happens mean means question answer explain describe give find exactly
     ever really also still even actually help let see say says way thing right all anything something us kind`,
  ),
);

const CUES: readonly (readonly [AnswerCue, RegExp])[] = [
  [
    'money',
    /\bhow much\b.*\b(?:pay|paid|cost|costs|charge|charged|spend|earn|price|money|budget|allowance|claim|contribute|worth|get|give|refund\w*|deduct\w*|lose|owe)\b|\b(?:price|cost|costs|fee|charge|charged|budget|allowance|salary|wage)\b|\bmost (?:\w+ ){0,4}(?:pay|hand|spend|claim)/iu,
  ],
  [
    'duration',
    /\bhow (?:long|soon|quickly|fast|far ahead|often|early|late|frequently)\b|\bhow many (?:\w+ ){0,2}(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b|\bwithin (?:what|which) time\b|\bnotice (?:period|appl)/iu,
  ],
  [
    'date',
    /\bwhen\b(?! (?:i|you|we|he|she|they|my|our|the|a)\b)|\b(?:which|what) (?:date|dates|day|days|month|year|time|hour|hours|nights?)\b|\b(?:by|until|till|since) when\b|\bdeadline\b/iu,
  ],
  [
    'amount',
    /\bhow (?:many|much|big|large|high|heavy|old|fast)\b|\b(?:what|which) (?:percentage|percent|share|number|amount|size|limit|rate|age|value)\b|\b(?:highest|lowest|maximum|minimum) \w+/iu,
  ],
  ['code', /\b(?:which|what) (?:\w+ )?(?:form|code|number|extension|error|version)\b/iu],
  ['name', /\b(?:what|which) (?:is|are|was) the names?\b|\bwhat is \w+(?: \w+){0,3} called\b/iu],
  [
    'person',
    /\bwho(?:m|se)?\b|\bwhich (?:team|person|department|office|company|firm|supplier)\b/iu,
  ],
  ['place', /\bwhere\b/iu],
  ['reason', /\bwhy\b|\bwhat is the (?:reason|matter)\b|\bwhat(?:'s| is) wrong\b/iu],
  [
    'steps',
    /\bhow (?:do|can|should|must|may) (?:i|we|you)\b|\bwhat (?:do|should|must|can) (?:i|we) do\b|\bwhat now\b|\bwhat has to be done\b/iu,
  ],
  [
    'verdict',
    /(?:^|[.!?,;:] +|\b(?:and|or|but|so) )(?:may|can|could|must|do|does|did|is|are|am|will|would|should|have|has) (?:i|we|you|he|she|they|it|there|the|my|our|a|an|any|\w+)\b[^.]*\?/iu,
  ],
];

const NOTHING_SAID: ReadonlyMap<string, number> = new Map();

/** The terms that a question is about, without the words that only ask. */
export function readQuestion(
  question: string,
  rarity: ReadonlyMap<string, number> = NOTHING_SAID,
): ReadQuestion {
  const all = [...new Set(extractTerms(question))];
  const terms = all.filter((term) => !ASKING_TERMS.has(term) && !STOP_WORDS.has(term));
  const cue = CUES.find(([, pattern]) => pattern.test(question))?.[0] ?? null;
  return { text: question, terms: terms.length > 0 ? terms : all, cue, rarity };
}

const NUMBER = String.raw`(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|ninety|half an?)`;
const TIME_UNIT = String.raw`(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?)`;

const FITS: Readonly<Record<AnswerCue, RegExp>> = {
  amount: new RegExp(
    String.raw`\d|\b(?:${NUMBER}|none|no|once|twice|unlimited|double|without limit)\b`,
    'iu',
  ),
  money:
    /[£$€]\s?\d|\d\s?(?:%|p\b|pence|pounds?|euros?|dollars?)|\bfree\b|\bno charge\b|\bcosts? (?:you )?nothing\b|\bpays? (?:\w+ )?nothing\b/iu,
  duration: new RegExp(
    String.raw`\b${NUMBER}[ -](?:\w+[ -]){0,2}${TIME_UNIT}\b|\b(?:each|every|once an?|twice an?|an?|same|next) (?:working )?${TIME_UNIT}\b|\b(?:daily|weekly|monthly|quarterly|yearly|immediately|at once|without limit)\b`,
    'iu',
  ),
  date: /\b\d{1,2}(?:st|nd|rd|th)?\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b|\b(?:first|last|second|third|next|same|previous|following) (?:working )?(?:day|morning|week|month|quarter|year|payday|payslip|bill|invoice|statement|meeting|release)\b|\b(?:daily|weekly|monthly|yearly|at the end of|as soon as|when)\b/iu,
  code: /\b[A-Z]{1,5}-?\d+\b|\b\d{3,}\b/u,
  person:
    /\b(?:manager|team|desk|officer|head|committee|director|colleague|person|people|partner|adviser|agent|owner|service|department|office|employer|board|panel|nobody|trustees?)\b|(?<=\p{Ll} )\p{Lu}\p{Ll}+/u,
  name: /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|["“]\p{Lu}/u,
  place:
    /\b(?:in|at|on|under|behind|room|floor|building|street|road|portal|page|menu|counter)\b|@|https?:/iu,
  reason: /\b(?:because|since|so that|cause|reason|due to|therefore|means?|was|has)\b/iu,
  steps:
    /^(?:\d+\.|[-*•]|[a-z]\))\s|^\p{Lu}\p{Ll}+(?: \p{Ll}+)? (?:the|your|a|an|it|to|on|in|with|for|form|extension)\b|\bWhat (?:to|you) do\b/u,
  verdict:
    /^(?:yes|no)\b|\b(?:may|must|can|cannot|can't|not|never|no|nobody|only|allowed|forbidden|needs?|have to|has to|free|always|every|all)\b/iu,
};

/** Of the sentences that were read last. */
const REMEMBERED_CHARACTERS = 200_000;

const EXACT: ReadonlySet<AnswerCue> = new Set(['amount', 'money', 'duration', 'date', 'code']);

/** Whether an answer of this kind can be told by its form, so that a sentence without one is none. */
export function isExact(cue: AnswerCue): boolean {
  return EXACT.has(cue);
}

/** What a sentence has the form of. */
export const readCues = rememberByText(
  REMEMBERED_CHARACTERS,
  (sentence): ReadonlySet<AnswerCue> =>
    new Set(ANSWER_CUES.filter((cue) => FITS[cue].test(sentence))),
);
