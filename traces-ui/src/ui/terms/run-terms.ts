import type {
  IngestRun,
  IngestRunKind,
  IngestRunStatus,
  IngestStage,
} from '../../../../contract/ingest-run.ts';
import type { Term } from './term.ts';

export const RUN_STATUS_TERMS: Readonly<Record<IngestRunStatus, Term>> = {
  queued: { label: 'Queued', tone: 'info', icon: 'clock', meaning: 'No document has been begun.' },
  running: { label: 'Running', tone: 'info', icon: 'half', meaning: 'Documents are being read.' },
  paused: {
    label: 'Paused',
    tone: 'warn',
    icon: 'minus',
    meaning: 'No further document is begun until somebody resumes it.',
  },
  succeeded: {
    label: 'Succeeded',
    tone: 'good',
    icon: 'check',
    meaning: 'Every document was ingested, was unchanged, or is held for approval.',
  },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'No document was ingested.' },
  partly_failed: {
    label: 'Partly failed',
    tone: 'warn',
    icon: 'alert',
    meaning: 'Some documents were not ingested; the others serve.',
  },
  cancelled: {
    label: 'Cancelled',
    tone: 'muted',
    icon: 'ban',
    meaning: 'Somebody stopped it before every document had been ingested.',
  },
};

export const RUN_KIND_WORDS: Readonly<Record<IngestRunKind, string>> = {
  upload: 'Upload',
  sync: 'Sync of a source',
  reindex: 'Re-index',
};

export const STAGE_WORDS: Readonly<Record<IngestStage, string>> = {
  parse: 'Parse',
  chunk: 'Chunk',
  embed: 'Embed',
  store: 'Store',
};

export const SYNC_STATUS_WORDS: Readonly<Record<NonNullable<IngestRun['sync']>['status'], string>> =
  {
    queued: 'waiting to look at the source',
    running: 'looking at the source',
    done: 'looked at the source',
    failed: 'could not look at the source',
  };
