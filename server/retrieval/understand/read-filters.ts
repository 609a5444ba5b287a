import type { DocumentFilters } from '../../../contract/retrieval.ts';
import type { QueryStep } from '../../../contract/trace.ts';
import { mimeOfName } from '../../../core/file-extensions.ts';
import { findDocumentsNamed } from '../../../db/queries/find-documents-named.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import type { RetrievalQuery } from '../retrieval-outcome.ts';

export interface ReadFilters {
  readonly filters: DocumentFilters;
  readonly steps: readonly QueryStep[];
}

/** A file that the question says to look in. */
const LOOK_IN =
  /\b(?:in|from|according to)\s+["“„'‘]?(?<name>[\p{L}\p{N}_][\p{L}\p{N}_./-]*\.[a-z0-9]{2,8})(?![\p{L}\p{N}_/-])/giu;

/**
 * The filters of the request, and the one document that the question names, where it is sure: one file name, which
 * one document has that the reader may read. A request that names a source itself keeps it.
 */
export async function readFilters(
  { question, filters, collections, reader }: RetrievalQuery,
  database: WorkspaceDatabase,
): Promise<ReadFilters> {
  const name = filters.source === undefined ? readFileName(question) : null;
  if (name === null) return { filters, steps: [] };
  const [source, other] = await findDocumentsNamed(database, { name, collections, reader });
  if (source === undefined || other !== undefined) return { filters, steps: [] };
  const reason = 'the question names the one document to look in';
  return {
    filters: { ...filters, source },
    steps: [{ kind: 'filter', from: name, to: source, reason }],
  };
}

function readFileName(question: string): string | null {
  const names = new Set(
    [...question.matchAll(LOOK_IN)].flatMap(({ groups }) => {
      const name = groups?.['name'] ?? '';
      return mimeOfName(name) === null ? [] : [name.toLowerCase()];
    }),
  );
  const [name, ...others] = names;
  return name === undefined || others.length > 0 ? null : name;
}
