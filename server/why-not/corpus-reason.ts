import type { ChunkThen, DocumentThen } from '../../db/queries/documents-then.ts';
import type { Reason, Wanted } from './absence-question.ts';

/** Why nothing of it served at that instant; null when it did. */
export function findCorpusReason({ document, chunk }: Wanted, asOf: Date): Reason | null {
  if (document.version === null) return findDocumentReason(document, asOf);
  return chunk === null || chunk.served_then ? null : findChunkReason(chunk, document.version);
}

function findDocumentReason(document: DocumentThen, asOf: Date): Reason {
  const hadCome = (instant: string | null) => instant !== null && new Date(instant) <= asOf;
  if (hadCome(document.first_served_from) || hadCome(document.retired_at)) {
    return lost('retired', describeRetirement(document));
  }
  if (document.first_served_from !== null) {
    const detail = `Its first version began to serve at ${time(document.first_served_from)}, after the index that was asked.`;
    const sent = hadCome(document.sent_at) ? ` It had been sent at ${time(document.sent_at)}.` : '';
    return lost('ingested_later', detail + sent);
  }
  if (!hadCome(document.sent_at)) {
    const detail = `It was sent at ${time(document.sent_at)}, after the index that was asked, and no version of it has served so far.`;
    return lost('never_ingested', detail);
  }
  if (hadCome(document.held_at)) {
    const detail = `Its first version had been waiting for approval since ${time(document.held_at)} and has not been approved so far.`;
    return lost('held', detail);
  }
  if (hadCome(document.failed_at)) {
    const detail = `Ingesting it had failed at ${time(document.failed_at)}: ${document.failure ?? 'no reason was kept'}`;
    return lost('failed', detail);
  }
  const detail = `It had been sent at ${time(document.sent_at)}, and its first version was not stored yet.`;
  return lost('processing', detail);
}

function describeRetirement(document: DocumentThen): string {
  const since = document.served_until ?? document.retired_at;
  const again =
    document.served_again_from === null
      ? ''
      : ` It has been served again since ${time(document.served_again_from)}.`;
  return `It had been retired at ${time(since)}, and no version of it served any more.${again}`;
}

function findChunkReason(chunk: ChunkThen, serving: number): Reason {
  if (chunk.earlier_version !== null) {
    const detail = `It is a chunk of version ${chunk.earlier_version}; version ${serving} served then, which does not hold it.`;
    return lost('superseded_version', detail);
  }
  if (chunk.later_version !== null) {
    const detail = `It is a chunk of version ${chunk.later_version}, which began to serve at ${time(chunk.later_from)}; version ${serving} served then.`;
    return lost('ingested_later', detail);
  }
  const detail = `It is a chunk of version ${chunk.held_version ?? serving}, which has been waiting for approval since ${time(chunk.held_at)}; version ${serving} served then.`;
  return lost('held', detail);
}

function lost(code: Reason['code'], detail: string): Reason {
  return { stage: 'corpus', code, detail };
}

/** `2026-11-23T15:55:00.000Z` as `2026-11-23 15:55:00 UTC`. */
function time(instant: string | null): string {
  return instant === null ? 'an unknown time' : `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}
