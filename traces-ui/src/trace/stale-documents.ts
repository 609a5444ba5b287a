import type { CitingAnswer, StaleChange } from '../../../contract/stale-answer.ts';
import type { Citation } from '../../../contract/verification.ts';

interface CitedDocument {
  readonly id: string;
  readonly title: string;
}

/** The documents that citations name, each once. */
export function citedDocuments(citations: readonly Citation[]): readonly CitedDocument[] {
  const titles = new Map<string, string>();
  for (const { document_id: id, title } of citations) {
    if (id !== null) titles.set(id, title ?? 'A document');
  }
  return Array.from(titles, ([id, title]) => ({ id, title }));
}

/** What changed under a trace, once for each document and pair of versions, among answers that are stale. */
export function changesOfTrace(
  answers: readonly CitingAnswer[],
  traceId: string,
): readonly StaleChange[] {
  const changes = new Map<string, StaleChange>();
  for (const answer of answers) {
    if (answer.trace_id !== traceId) continue;
    for (const change of answer.stale?.changes ?? []) {
      changes.set(`${change.document_id} ${change.from_version} ${change.to_version}`, change);
    }
  }
  return [...changes.values()];
}
