import type { EvaluatedItem, EvaluationStatus } from '../../../../contract/evaluation.ts';
import type { Term } from './term.ts';

export const EVALUATION_STATUS_TERMS: Readonly<Record<EvaluationStatus, Term>> = {
  queued: { label: 'Queued', tone: 'info', icon: 'clock', meaning: 'No item has been asked yet.' },
  running: { label: 'Running', tone: 'info', icon: 'half', meaning: 'Items are being asked.' },
  succeeded: {
    label: 'Done',
    tone: 'good',
    icon: 'check',
    meaning: 'Every item has a result under every variant.',
  },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'It could not go on.' },
  cancelled: {
    label: 'Cancelled',
    tone: 'muted',
    icon: 'ban',
    meaning: 'Somebody stopped it; what it has measured stays.',
  },
};

type Change = EvaluatedItem['results'][number]['change'];

export const CHANGE_TERMS: Readonly<Record<Change, Term | null>> = {
  improved: {
    label: 'Improved',
    tone: 'good',
    icon: 'check',
    meaning: 'It succeeds, and does not under the first variant.',
  },
  regressed: {
    label: 'Regressed',
    tone: 'bad',
    icon: 'cross',
    meaning: 'It does not succeed, and does under the first variant.',
  },
  same: null,
  none: null,
};
