import type { Term } from './term.ts';

/** What became of a chunk from one retrieval to another. */
export const SHIFT_TERMS: Readonly<Record<'entered' | 'left' | 'moved' | 'stayed', Term>> = {
  entered: { label: 'Entered', tone: 'good', icon: 'check', meaning: 'It is selected only now.' },
  left: { label: 'Left', tone: 'bad', icon: 'cross', meaning: 'It is not selected any more.' },
  moved: { label: 'Moved', tone: 'info', icon: 'half', meaning: 'It is selected at another rank.' },
  stayed: { label: 'Same', tone: 'muted', icon: 'minus', meaning: 'It is selected at its rank.' },
};
