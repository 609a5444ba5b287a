import type { AnswerStatus } from '../../../../contract/answer.ts';
import type { AnswerNow } from '../../../../contract/review.ts';
import type { TraceKind, TraceState } from '../../../../contract/trace.ts';
import type { TraceSummary } from '../../../../contract/trace-summary.ts';
import type { Term } from './term.ts';

export const ANSWER_STATUS_TERMS: Readonly<Record<AnswerStatus, Term>> = {
  answered: { label: 'Answered', tone: 'good', icon: 'check', meaning: 'An answer was given.' },
  abstained: {
    label: 'Abstained',
    tone: 'info',
    icon: 'minus',
    meaning: 'The documents did not carry an answer, and none was made up.',
  },
  needs_review: {
    label: 'Needs review',
    tone: 'warn',
    icon: 'eye',
    meaning: 'A person must look at the answer before it counts.',
  },
  blocked: {
    label: 'Blocked',
    tone: 'bad',
    icon: 'ban',
    meaning: 'Policy did not let an answer be given.',
  },
};

/** With what a person may have made of an answer since. */
export const ANSWER_NOW_TERMS: Readonly<Record<AnswerNow['status'], Term>> = {
  ...ANSWER_STATUS_TERMS,
  rejected: {
    label: 'Rejected',
    tone: 'bad',
    icon: 'cross',
    meaning: 'A person looked at the draft and let no answer be given.',
  },
};

export const TRACE_STATE_TERMS: Readonly<Record<TraceState, Term>> = {
  complete: { label: 'Complete', tone: 'good', icon: 'check', meaning: 'The record is complete.' },
  pending: {
    label: 'Pending',
    tone: 'info',
    icon: 'clock',
    meaning: 'The answer is still being written.',
  },
  interrupted: {
    label: 'Interrupted',
    tone: 'bad',
    icon: 'alert',
    meaning: 'The process died, or the client left, before the answer was complete.',
  },
};

export const TRACE_KIND_TERMS: Readonly<Record<TraceKind, Term>> = {
  answer: { label: 'Answer', tone: 'muted', icon: 'check', meaning: 'A question was answered.' },
  retrieval: {
    label: 'Retrieval only',
    tone: 'muted',
    icon: 'info',
    meaning: 'Chunks were retrieved; nothing was generated.',
  },
  verification: {
    label: 'Check',
    tone: 'muted',
    icon: 'info',
    meaning: 'A text was checked on request; nothing was generated.',
  },
  classification: {
    label: 'Classification',
    tone: 'muted',
    icon: 'info',
    meaning: 'A text was given one of a classifier’s labels, or none.',
  },
  extraction: {
    label: 'Extraction',
    tone: 'muted',
    icon: 'info',
    meaning: 'Values were read from a text, each with the place where it stands.',
  },
  summary: {
    label: 'Summary',
    tone: 'muted',
    icon: 'info',
    meaning: 'A text was shortened, and every sentence checked.',
  },
  workflow_step: {
    label: 'Workflow step',
    tone: 'muted',
    icon: 'info',
    meaning: 'A step of a workflow that leaves no trace of a kind of its own.',
  },
  replay: {
    label: 'Replay',
    tone: 'muted',
    icon: 'info',
    meaning: 'An auditor asked the question of an answer once more.',
  },
  evaluation: {
    label: 'Evaluation',
    tone: 'muted',
    icon: 'info',
    meaning: 'A question of a gold set was asked to measure the answer.',
  },
};

/** The one tag that says how a trace ended: its status, or what kept it from having one. */
export function outcomeTerm(trace: Pick<TraceSummary, 'state' | 'status' | 'kind'>): Term {
  if (trace.state !== 'complete') return TRACE_STATE_TERMS[trace.state];
  if (trace.status !== null) return ANSWER_STATUS_TERMS[trace.status];
  return TRACE_KIND_TERMS[trace.kind];
}
