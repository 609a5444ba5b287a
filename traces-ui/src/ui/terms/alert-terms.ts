import type { AlertState } from '../../../../contract/alert.ts';
import type { Term } from './term.ts';

export const ALERT_STATE_TERMS: Readonly<Record<AlertState, Term>> = {
  ok: { label: 'Well', tone: 'good', icon: 'check', meaning: 'Its limit is not passed.' },
  pending: {
    label: 'Passed',
    tone: 'warn',
    icon: 'clock',
    meaning: 'Its limit is passed, not yet for long enough.',
  },
  open: { label: 'Open', tone: 'bad', icon: 'alert', meaning: 'Its limit is passed.' },
  clearing: {
    label: 'Clearing',
    tone: 'warn',
    icon: 'clock',
    meaning: 'All is well again, not yet for long enough.',
  },
};
