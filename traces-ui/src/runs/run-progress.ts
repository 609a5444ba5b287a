import type { IngestRun } from '../../../contract/ingest-run.ts';
import { formatDateTime } from '../ui/format.ts';

/** Documents of a run that nothing more will happen to. */
export function settledCount({ documents }: Pick<IngestRun, 'documents'>): number {
  return documents.done + documents.unchanged + documents.failed + documents.cancelled;
}

/** `3 of 5 documents: 1 unchanged, 1 failed`; what there is none of is left out. */
export function describeDocuments(run: Pick<IngestRun, 'documents'>): string {
  const { total, ...counts } = run.documents;
  const parts = [
    [counts.unchanged, 'unchanged'],
    [counts.held, 'held'],
    [counts.failed, 'failed'],
    [counts.cancelled, 'cancelled'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const sum = `${settledCount(run)} of ${total} ${total === 1 ? 'document' : 'documents'}`;
  return named.length === 0 ? sum : `${sum}: ${named.join(', ')}`;
}

/** When the first document was begun; a run can end before one was. */
export function describeBegin(run: Pick<IngestRun, 'started_at' | 'finished_at'>): string {
  if (run.started_at !== null) return formatDateTime(run.started_at);
  return run.finished_at === null ? 'not yet' : 'never';
}
