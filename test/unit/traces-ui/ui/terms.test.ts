import { describe, expect, it } from 'vitest';
import { ANSWER_STATUSES } from '../../../../contract/answer.ts';
import { REJECTED_REASONS, SELECTED_REASONS } from '../../../../contract/retrieval.ts';
import { MAX_QUESTION_CHARS } from '../../../../contract/text-limits.ts';
import { VERDICTS } from '../../../../contract/verification.ts';
import { QUESTION_LIMIT_CHARS } from '../../../../traces-ui/src/ask/question-limit.ts';
import { LEDGER_REASON_TERMS } from '../../../../traces-ui/src/ui/terms/ledger-terms.ts';
import {
  ANSWER_STATUS_TERMS,
  outcomeTerm,
} from '../../../../traces-ui/src/ui/terms/outcome-terms.ts';
import { valueIn, valuesOf } from '../../../../traces-ui/src/ui/terms/term.ts';
import { VERDICT_TERMS } from '../../../../traces-ui/src/ui/terms/verdict-terms.ts';

describe('the shared vocabulary', () => {
  it('has words for every value of the contract and for no other', () => {
    expect(valuesOf(VERDICT_TERMS)).toEqual([...VERDICTS]);
    expect(valuesOf(ANSWER_STATUS_TERMS)).toEqual([...ANSWER_STATUSES]);
    expect(valuesOf(LEDGER_REASON_TERMS)).toEqual([...SELECTED_REASONS, ...REJECTED_REASONS]);
  });

  it('repeats the limits of the contract', () => {
    expect(QUESTION_LIMIT_CHARS).toBe(MAX_QUESTION_CHARS);
  });

  it('takes only known values from an address', () => {
    expect(valueIn(VERDICT_TERMS, 'uncited')).toBe('uncited');
    expect(valueIn(VERDICT_TERMS, 'toString')).toBeUndefined();
    expect(valueIn(VERDICT_TERMS, 7)).toBeUndefined();
  });

  it('says what kept an unfinished trace from its outcome', () => {
    expect(outcomeTerm({ kind: 'answer', state: 'interrupted', status: null }).label).toBe(
      'Interrupted',
    );
    expect(outcomeTerm({ kind: 'answer', state: 'complete', status: 'blocked' }).label).toBe(
      'Blocked',
    );
    expect(outcomeTerm({ kind: 'retrieval', state: 'complete', status: null }).label).toBe(
      'Retrieval only',
    );
  });
});
