import { describe, expect, it } from 'vitest';
import { ANSWER_STATUSES } from '../../../../contract/answer.ts';
import { CIRCUIT_CAUSES, CIRCUIT_STATES } from '../../../../contract/circuit.ts';
import { DOCUMENT_STATUSES } from '../../../../contract/document.ts';
import { FINDING_KINDS } from '../../../../contract/finding.ts';
import {
  INGEST_ERROR_CODES,
  INGEST_RUN_STATUSES,
  INGEST_STAGES,
} from '../../../../contract/ingest-run.ts';
import { REJECTED_REASONS, SELECTED_REASONS } from '../../../../contract/retrieval.ts';
import { SOURCE_KINDS } from '../../../../contract/source.ts';
import { STALE_CHANGES } from '../../../../contract/stale-answer.ts';
import { MAX_QUESTION_CHARS } from '../../../../contract/text-limits.ts';
import { VERDICTS } from '../../../../contract/verification.ts';
import { WhyNotCode } from '../../../../contract/why-not.ts';
import { CHUNK_CHANGE_KINDS } from '../../../../contract/version-diff.ts';
import { QUESTION_LIMIT_CHARS } from '../../../../traces-ui/src/ask/question-limit.ts';
import {
  CIRCUIT_CAUSE_WORDS,
  CIRCUIT_STATE_TERMS,
} from '../../../../traces-ui/src/ui/terms/circuit-terms.ts';
import { CHUNK_CHANGE_TERMS } from '../../../../traces-ui/src/ui/terms/diff-terms.ts';
import {
  DOCUMENT_STATUS_TERMS,
  INGEST_ERROR_WORDS,
} from '../../../../traces-ui/src/ui/terms/document-terms.ts';
import { FINDING_KIND_TERMS } from '../../../../traces-ui/src/ui/terms/finding-terms.ts';
import { LEDGER_REASON_TERMS } from '../../../../traces-ui/src/ui/terms/ledger-terms.ts';
import {
  ANSWER_STATUS_TERMS,
  outcomeTerm,
} from '../../../../traces-ui/src/ui/terms/outcome-terms.ts';
import { RUN_STATUS_TERMS, STAGE_WORDS } from '../../../../traces-ui/src/ui/terms/run-terms.ts';
import { SOURCE_KIND_WORDS } from '../../../../traces-ui/src/ui/terms/source-terms.ts';
import { STALE_CHANGE_TERMS } from '../../../../traces-ui/src/ui/terms/stale-terms.ts';
import { WHY_NOT_TERMS } from '../../../../traces-ui/src/ui/terms/why-not-terms.ts';
import { valueIn, valuesOf } from '../../../../traces-ui/src/ui/terms/term.ts';
import { VERDICT_TERMS } from '../../../../traces-ui/src/ui/terms/verdict-terms.ts';

describe('the shared vocabulary', () => {
  it('has words for every value of the contract and for no other', () => {
    expect(valuesOf(VERDICT_TERMS)).toEqual([...VERDICTS]);
    expect(valuesOf(ANSWER_STATUS_TERMS)).toEqual([...ANSWER_STATUSES]);
    expect(valuesOf(LEDGER_REASON_TERMS)).toEqual([...SELECTED_REASONS, ...REJECTED_REASONS]);
    expect(valuesOf(WHY_NOT_TERMS)).toEqual(WhyNotCode.options);
  });

  it('has words for every state of a circuit and every cause', () => {
    expect(valuesOf(CIRCUIT_STATE_TERMS)).toEqual([...CIRCUIT_STATES]);
    expect(valuesOf(CIRCUIT_CAUSE_WORDS)).toEqual([...CIRCUIT_CAUSES]);
  });

  it('has words for every state of documents, runs, sources, changes and findings', () => {
    expect(valuesOf(DOCUMENT_STATUS_TERMS)).toEqual([...DOCUMENT_STATUSES]);
    expect(valuesOf(INGEST_ERROR_WORDS).toSorted()).toEqual(INGEST_ERROR_CODES.toSorted());
    expect(valuesOf(RUN_STATUS_TERMS)).toEqual([...INGEST_RUN_STATUSES]);
    expect(valuesOf(STAGE_WORDS)).toEqual([...INGEST_STAGES]);
    expect(valuesOf(SOURCE_KIND_WORDS)).toEqual([...SOURCE_KINDS]);
    expect(valuesOf(CHUNK_CHANGE_TERMS).toSorted()).toEqual(CHUNK_CHANGE_KINDS.toSorted());
    expect(valuesOf(STALE_CHANGE_TERMS)).toEqual([...STALE_CHANGES]);
    expect(valuesOf(FINDING_KIND_TERMS)).toEqual([...FINDING_KINDS]);
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
