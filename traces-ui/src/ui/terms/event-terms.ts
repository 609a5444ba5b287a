import type { TraceEvent } from '../../../../contract/trace-history.ts';
import type { Term } from './term.ts';

/** What can happen to an answer after its trace was stored. */
export const TRACE_EVENT_TERMS: Readonly<Record<TraceEvent['kind'], Term>> = {
  feedback: {
    label: 'Feedback',
    tone: 'info',
    icon: 'info',
    meaning: 'The asker said what the answer was worth.',
  },
  review_opened: {
    label: 'Sent to a person',
    tone: 'info',
    icon: 'clock',
    meaning: 'The answer was held back until somebody decides.',
  },
  review_decided: {
    label: 'Decided',
    tone: 'info',
    icon: 'check',
    meaning: 'Somebody decided what the asker gets.',
  },
  stale: {
    label: 'Became stale',
    tone: 'warn',
    icon: 'alert',
    meaning: 'Something that the answer cites has changed since.',
  },
  reasked: {
    label: 'Asked anew',
    tone: 'muted',
    icon: 'info',
    meaning: 'The question was asked again because the answer had become stale.',
  },
  replayed: {
    label: 'Replayed',
    tone: 'muted',
    icon: 'info',
    meaning: 'An auditor asked the question once more.',
  },
};

/** What becomes of a chunk from one retrieval to another. */
export const CHUNK_SHIFT_TERMS: Readonly<Record<'entered' | 'left' | 'moved', Term>> = {
  entered: {
    label: 'Entered',
    tone: 'good',
    icon: 'check',
    meaning: 'Selected in the second retrieval alone.',
  },
  left: {
    label: 'Left',
    tone: 'bad',
    icon: 'minus',
    meaning: 'Selected in the first retrieval alone.',
  },
  moved: {
    label: 'Moved',
    tone: 'muted',
    icon: 'half',
    meaning: 'Selected in both, at different ranks.',
  },
};
