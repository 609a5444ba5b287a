import type { TraceId } from '../../contract/ids.ts';
import { TraceSummary, type ExportFormat } from '../../contract/trace-summary.ts';
import { csvLine } from '../../core/csv.ts';
import { listTraces } from '../../db/queries/list-traces.ts';
import type { TraceSelection } from '../../db/queries/trace-overview.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';

const PAGE = 100;
const COLUMNS = Object.keys(TraceSummary.shape);

/**
 * The selected traces, the newest first, a page at a time. `jsonl`: a line `{sha256, canonical}` for each,
 * where `canonical` is the stored bytes as text and `sha256` their stored hash, so that whoever has the file
 * can check it without us. `csv`: the columns of the list, below a line with their names.
 */
export async function* exportTraces(
  database: WorkspaceDatabase,
  selection: TraceSelection,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS);
  for await (const traces of pagesOf(database, selection)) {
    if (format === 'csv') yield traces.map((trace) => csvLine(valuesOf(trace))).join('');
    else for (const { id } of traces) yield await recordLine(database, selection.by, id);
  }
}

async function* pagesOf(
  database: WorkspaceDatabase,
  selection: TraceSelection,
): AsyncGenerator<readonly TraceSummary[]> {
  let before: TraceId | null = null;
  for (;;) {
    const page: readonly TraceSummary[] = await listTraces(database, {
      ...selection,
      limit: PAGE,
      before,
    });
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    before = last.id;
  }
}

/** Empty for a trace that has become hidden from the reader since its page was read. */
async function recordLine(
  database: WorkspaceDatabase,
  by: TraceReader,
  id: TraceId,
): Promise<string> {
  const stored = await findTraceRecord(database, { id, by });
  if (stored === null) return '';
  const canonical = stored.canonical.toString('utf8');
  return `${JSON.stringify({ sha256: stored.sha256.toString('hex'), canonical })}\n`;
}

function valuesOf(trace: TraceSummary) {
  const values: Readonly<Record<string, string | number | boolean | null>> = trace;
  return COLUMNS.map((name) => values[name] ?? null);
}
