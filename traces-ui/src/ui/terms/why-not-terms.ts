import type { WhyNotCode } from '../../../../contract/why-not.ts';
import { LEDGER_REASON_TERMS } from './ledger-terms.ts';
import type { Term } from './term.ts';

function notThere(label: string, meaning: string): Term {
  return { label, meaning, tone: 'warn', icon: 'clock' };
}

function leftOut(label: string, meaning: string): Term {
  return { label, meaning, tone: 'muted', icon: 'minus' };
}

/** Why something was not retrieved: what is not in the ledger, then the ledger's own reasons. */
export const WHY_NOT_TERMS: Readonly<Record<WhyNotCode, Term>> = {
  never_ingested: notThere('Never ingested', 'Nothing of that name has ever served.'),
  ingested_later: notThere('Ingested later', 'It began to serve after the question.'),
  processing: notThere('Still processing', 'It had been sent, and was not stored yet.'),
  held: notThere('Held', 'Its version waited for approval.'),
  failed: notThere('Failed', 'It had been sent, and could not be ingested.'),
  retired: notThere('Retired', 'It did not serve any more.'),
  filtered: leftOut('Filtered', 'It was not in the collections or did not pass the filters.'),
  not_readable: {
    label: 'Not readable',
    meaning: 'Whoever asked could not read it.',
    tone: 'bad',
    icon: 'ban',
  },
  not_a_candidate: leftOut('Not a candidate', 'Neither leg had it among its best.'),
  ...LEDGER_REASON_TERMS,
};
