import { STOP_WORDS } from '../../core/text/stop-words.ts';
import { extractTerms } from '../../core/text/terms.ts';

/** What kind of thing would answer: the sentence should hold one. */
type AnswerCue = 'amount' | 'money' | 'duration' | 'date' | 'person' | 'name' | 'place';

export interface ReadQuestion {
  /** Each term once, in order. */
  readonly terms: readonly string[];
  readonly cue: AnswerCue | null;
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
    /\bhow much\b.*\b(?:pay|paid|cost|costs|charge|charged|spend|earn|price|money|budget|allowance|claim|contribute|worth|get)\b|\b(?:price|cost|fee|charge|charged|budget|allowance)\b|\bmost (?:\w+ ){0,4}(?:pay|hand|spend|claim)/iu,
  ],
  [
    'duration',
    /\bhow (?:long|soon|quickly|fast|far ahead|often)\b|\bhow many (?:\w+ ){0,2}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\bwithin (?:what|which) time\b|\bnotice period\b/iu,
  ],
  ['date', /\bwhen\b|\b(?:which|what) (?:date|day|month|year)\b|\bby when\b|\bdeadline\b/iu],
  [
    'amount',
    /\bhow (?:many|much|big|large|high|heavy|old)\b|\b(?:what|which) (?:percentage|percent|share|number|amount|size|limit|rate)\b|\b(?:highest|lowest|maximum|minimum) \w+/iu,
  ],
  ['name', /\b(?:what|which) (?:is|are|was) the names?\b|\bwhat is \w+(?: \w+){0,3} called\b/iu],
  ['person', /\bwho(?:m|se)?\b|\bwhich (?:team|person|department|office)\b/iu],
  ['place', /\bwhere\b/iu],
];

/** The terms that a question is about, without the words that only ask. */
export function readQuestion(question: string): ReadQuestion {
  const all = [...new Set(extractTerms(question))];
  const terms = all.filter((term) => !ASKING_TERMS.has(term) && !STOP_WORDS.has(term));
  const cue = CUES.find(([, pattern]) => pattern.test(question))?.[0] ?? null;
  return { terms: terms.length > 0 ? terms : all, cue };
}

const FITS: Readonly<Record<AnswerCue, RegExp>> = {
  amount:
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|none|no|unlimited)\b/iu,
  money: /[£$€]\s?\d|\d\s?(?:%|p\b|pence|pounds?|euros?|dollars?)|\bfree\b|\bno charge\b/iu,
  duration:
    /\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\w+teen|twenty|thirty)[ -](?:\w+[ -]){0,2}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b(?:daily|weekly|monthly|yearly|immediately|at once)\b/iu,
  date: /\b\d{1,2}(?:st|nd|rd|th)?\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\b(?:first|last|second|third) (?:working )?day\b/iu,
  person:
    /\b(?:manager|team|desk|officer|head|committee|director|colleague|person|people|partner|adviser|agent|owner|service|department|office|employer)\b|(?<=\p{Ll} )\p{Lu}\p{Ll}+/u,
  name: /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|["“]\p{Lu}/u,
  place: /\b(?:in|at|on|under|behind|room|floor|building|street|road|portal|page|menu)\b/iu,
};

export function fitsCue(cue: AnswerCue, sentence: string): boolean {
  return FITS[cue].test(sentence);
}
