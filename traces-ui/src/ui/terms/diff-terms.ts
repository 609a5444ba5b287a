import type { ChunkChange } from '../../../../contract/version-diff.ts';
import type { Term } from './term.ts';

/** What became of a chunk from one version to another. */
export const CHUNK_CHANGE_TERMS: Readonly<Record<ChunkChange['kind'], Term>> = {
  changed: { label: 'Changed', tone: 'warn', icon: 'half', meaning: 'Its text is another one.' },
  added: { label: 'Added', tone: 'good', icon: 'check', meaning: 'Only the new version has it.' },
  removed: {
    label: 'Removed',
    tone: 'bad',
    icon: 'minus',
    meaning: 'Only the old version has it.',
  },
  moved: {
    label: 'Moved',
    tone: 'info',
    icon: 'info',
    meaning: 'The same text stands in another place.',
  },
  retitled: {
    label: 'Retitled',
    tone: 'info',
    icon: 'info',
    meaning: 'The same text stands under another title or heading.',
  },
};
