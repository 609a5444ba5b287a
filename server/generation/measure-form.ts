import { relatedTo } from '../../core/text/related-words.ts';
import { extractTerms } from '../../core/text/terms.ts';
import type { Candidate } from './list-candidates.ts';
import { ANSWER_CUES, readCues, type ReadQuestion } from './read-question.ts';

/** What is asked for and what the sentence looks like; trees learn which goes with which. */
export const FORM_SIGNALS = [
  'asks',
  'holds_amount',
  'holds_money',
  'holds_duration',
  'holds_date',
  'holds_code',
  'holds_person',
  'holds_name',
  'holds_place',
  'holds_reason',
  'holds_steps',
  'holds_verdict',
  'new_number',
  'asked_unit',
  'holds_condition',
  'labelled',
  'row',
  'item',
  'leads_in',
  'length',
] as const;
export type FormSignals = Readonly<Record<(typeof FORM_SIGNALS)[number], number>>;

const CONDITION = /\b(?:if|when|unless|as an?|for|during|while|after|before|without|from)\b/iu;
const NUMBER_TERM =
  /\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenti|thirti|forti|fifti|sixti|twice|half)$/u;
const LABEL = /^[^.:;]{2,40}: /u;
const UNIT =
  /\b(?:how (?:many|much)|(?:what|which) (?:number|amount) of|(?:what|which))\s+((?:[\p{L}-]+\s+){0,2}?[\p{L}-]+)/iu;
const NOT_A_UNIT =
  /\b(?:is|are|was|were|do|does|did|can|may|must|will|would|should|have|has|i|we|you|the|of|in|to|at|a|an|it|my)\b.*$/iu;
const PERCENT = /\bpercent|\bper cent|\bshare\b/iu;
const WITHIN = 3;

/** What is read of a question once for all sentences. */
interface AskedForm {
  readonly question: ReadQuestion;
  /** The terms of what is counted or chosen: `days` of `how many days`. */
  readonly unit: readonly string[];
  readonly numbers: ReadonlySet<string>;
}

export function readAskedForm(question: ReadQuestion): AskedForm {
  const named = UNIT.exec(question.text)?.[1] ?? '';
  return {
    question,
    unit: extractTerms(named.replace(NOT_A_UNIT, '')),
    numbers: new Set(question.terms.filter((term) => NUMBER_TERM.test(term))),
  };
}

export function measureForm(asked: AskedForm, candidate: Candidate): FormSignals {
  const { text, terms, kind } = candidate;
  const cues = readCues(text);
  const holds = (cue: (typeof ANSWER_CUES)[number]) => Number(cues.has(cue));
  return {
    asks: asked.question.cue === null ? -1 : ANSWER_CUES.indexOf(asked.question.cue),
    holds_amount: holds('amount'),
    holds_money: holds('money'),
    holds_duration: holds('duration'),
    holds_date: holds('date'),
    holds_code: holds('code'),
    holds_person: holds('person'),
    holds_name: holds('name'),
    holds_place: holds('place'),
    holds_reason: holds('reason'),
    holds_steps: holds('steps'),
    holds_verdict: holds('verdict'),
    new_number: Number(terms.some((term) => NUMBER_TERM.test(term) && !asked.numbers.has(term))),
    asked_unit: holdsUnit(asked, candidate),
    holds_condition: Number(CONDITION.test(text)),
    labelled: Number(LABEL.test(text)),
    row: Number(kind === 'table_row'),
    item: Number(kind === 'list_item'),
    leads_in: Number(text.endsWith(':')),
    length: Math.log(1 + terms.length),
  };
}

/** 1 where a number stands by what is counted, 0.5 where what is counted or chosen is named; nothing where none is. */
function holdsUnit({ question, unit }: AskedForm, { terms, text }: Candidate): number {
  if (PERCENT.test(question.text) && /%|\bper ?cent/iu.test(text)) return 1;
  const head = unit.at(-1);
  if (head === undefined) return 0;
  const others = relatedTo(head);
  let found = -0.5;
  for (const [at, term] of terms.entries()) {
    if (term !== head && !others.has(term)) continue;
    found = Math.max(found, 0.5);
    const near = terms.slice(Math.max(0, at - WITHIN), at + WITHIN + 1);
    if (near.some((other) => NUMBER_TERM.test(other))) return 1;
  }
  return found;
}
