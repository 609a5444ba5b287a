import type { IngestRun } from '../../contract/ingest-run.ts';
import type { Colors } from '../terminal.ts';
import { formatMilliseconds, formatTime, renderFacts } from './facts.ts';
import { printableLine } from './printable.ts';

/** A run in full: its counts, its stages and what failed. */
export function renderRun(run: IngestRun, colors: Colors): string {
  const { chunks, sync } = run;
  const facts = renderFacts(
    [
      ['run', run.id],
      ['kind', run.kind],
      ['status', run.status],
      ['documents', describeDocuments(run.documents)],
      ['chunks', `${chunks.added} added, ${chunks.reused} reused, ${chunks.retired} retired`],
      ['source', sync === null ? null : describeSync(sync)],
      ['stale answers', run.stale_answers],
      ...run.stages.map((stage) => [stage.stage, describeStage(stage)] as const),
      ['created', timeOf(run.created_at)],
      ['started', timeOf(run.started_at)],
      ['finished', timeOf(run.finished_at)],
    ],
    colors,
  );
  const failures = run.errors.map((error) =>
    printableLine(`failed  ${error.source}: ${error.detail} (${error.code})`),
  );
  return [facts, ...failures].join('\n');
}

function describeDocuments(documents: IngestRun['documents']): string {
  const { total, done, unchanged, failed, held, cancelled } = documents;
  const parts = [`${done} done`, `${unchanged} unchanged`, `${failed} failed`];
  if (held > 0) parts.push(`${held} held for approval`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  return `${total}: ${parts.join(', ')}`;
}

function describeSync(sync: NonNullable<IngestRun['sync']>): string {
  const { added, changed, unchanged, gone, skipped, error } = sync;
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${gone} gone, ${skipped} skipped`;
  return printableLine(error === null ? counts : `${counts}; ${error}`);
}

function describeStage(stage: IngestRun['stages'][number]): string {
  const [total, p50, p95] = [stage.total_ms, stage.p50_ms, stage.p95_ms].map(formatMilliseconds);
  return `${stage.count} documents, ${total} (p50 ${p50}, p95 ${p95})`;
}

function timeOf(timestamp: string | null): string | null {
  return timestamp === null ? null : `${formatTime(timestamp)} UTC`;
}
