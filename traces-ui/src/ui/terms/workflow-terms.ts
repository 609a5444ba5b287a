import type { IngestRunStatus } from '../../../../contract/ingest-run.ts';
import type { ItemStatus } from '../../../../contract/workflow.ts';
import type { ItemOutcome, StepOutcome } from '../../../../contract/workflow-step.ts';
import type { Term } from './term.ts';

export const ITEM_OUTCOME_TERMS: Readonly<Record<ItemOutcome, Term>> = {
  resolved: {
    label: 'Resolved',
    tone: 'good',
    icon: 'check',
    meaning: 'The draft was accepted and sent without a person.',
  },
  escalated: {
    label: 'Escalated to a person',
    tone: 'warn',
    icon: 'alert',
    meaning: 'Something was unsure, so a person decides.',
  },
  review: {
    label: 'For review',
    tone: 'info',
    icon: 'eye',
    meaning: 'Policy wants a person to decide, whatever the draft is like.',
  },
};

export const ITEM_STATUS_TERMS: Readonly<Record<ItemStatus, Term>> = {
  queued: { label: 'Waiting', tone: 'muted', icon: 'clock', meaning: 'Its turn has not come.' },
  running: { label: 'Running', tone: 'info', icon: 'half', meaning: 'A server works on it.' },
  done: { label: 'Done', tone: 'good', icon: 'check', meaning: 'It has an outcome.' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'It has no outcome.' },
  cancelled: { label: 'Cancelled', tone: 'muted', icon: 'ban', meaning: 'Its run was cancelled.' },
};

export const STEP_OUTCOME_TERMS: Readonly<Record<StepOutcome, Term>> = {
  labelled: {
    label: 'Labelled',
    tone: 'good',
    icon: 'check',
    meaning: 'The label is sure enough.',
  },
  unsure: { label: 'Unsure', tone: 'warn', icon: 'question', meaning: 'No label is sure enough.' },
  clear: { label: 'Clear', tone: 'good', icon: 'check', meaning: 'Policy wants nobody to decide.' },
  held: { label: 'Held', tone: 'info', icon: 'eye', meaning: 'Policy wants a person to decide.' },
  found: { label: 'Found', tone: 'good', icon: 'check', meaning: 'Chunks were selected.' },
  nothing_found: { label: 'Nothing found', tone: 'warn', icon: 'minus', meaning: 'No chunk was.' },
  drafted: { label: 'Drafted', tone: 'good', icon: 'check', meaning: 'There is a draft.' },
  abstained: { label: 'Abstained', tone: 'warn', icon: 'minus', meaning: 'There is no draft.' },
  accepted: { label: 'Accepted', tone: 'good', icon: 'check', meaning: 'The draft may be sent.' },
  refused: { label: 'Refused', tone: 'warn', icon: 'cross', meaning: 'The draft may not be sent.' },
  ...ITEM_OUTCOME_TERMS,
};

export const WORKFLOW_RUN_TERMS: Readonly<Record<IngestRunStatus, Term>> = {
  queued: { label: 'Queued', tone: 'info', icon: 'clock', meaning: 'No ticket has been begun.' },
  running: { label: 'Running', tone: 'info', icon: 'half', meaning: 'Tickets are worked on.' },
  paused: {
    label: 'Paused',
    tone: 'warn',
    icon: 'minus',
    meaning: 'No further ticket is begun until somebody resumes it.',
  },
  succeeded: {
    label: 'Succeeded',
    tone: 'good',
    icon: 'check',
    meaning: 'Every ticket has an outcome.',
  },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'No ticket has an outcome.' },
  partly_failed: {
    label: 'Partly failed',
    tone: 'warn',
    icon: 'alert',
    meaning: 'Some tickets have no outcome; they can be tried again.',
  },
  cancelled: {
    label: 'Cancelled',
    tone: 'muted',
    icon: 'ban',
    meaning: 'Somebody stopped it before every ticket had ended.',
  },
};
