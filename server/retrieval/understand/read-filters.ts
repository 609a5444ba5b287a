import type { DocumentFilters } from '../../../contract/retrieval.ts';
import type { QueryStep } from '../../../contract/retrieval-trace.ts';
import { mimeOfName } from '../../../core/file-extensions.ts';
import { findDocumentsNamed } from '../../../db/queries/find-documents-named.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import type { RetrievalQuery } from '../retrieval-outcome.ts';

export interface ReadFilters {
  readonly filters: DocumentFilters;
  /** The file name that one of them was read from, in lower case; null for those of the request alone. */
  readonly fileName: string | null;
  readonly steps: readonly QueryStep[];
}

const FILE_NAME =
  /(?<![\p{L}\p{N}_./-])[\p{L}\p{N}_][\p{L}\p{N}_./-]*\.[a-z0-9]{2,8}(?![\p{L}\p{N}_/-])/giu;
/** What stands before or behind the name of a file that the answer is to come from; elsewhere it is a word like others. */
const LOOK_IN_BEFORE =
  /\b(?:according to|only (?:in|from)|(?:said|stated|written|look|search|stands?) in|(?:in|from) the (?:file|document))\s+["“„'‘]?$/iu;
const SAYS_BEHIND = /^["”’']?\s+(?:say|says|state|states)\b/iu;
const LEADING_COMMA = /^["”’']?\s*,/u;
const LEADING_IN = /^\s*(?:in|from)\s+["“„'‘]?$/iu;
/** With one of these it is not sure that one file is all that is wanted. */
const LOOKS_ELSEWHERE =
  /\b(?:not|never|other than|except|besides|unlike|instead|rather than|compared?|differs?|difference|versus|vs|beyond|also)\b|n['’]t\b/iu;

/**
 * The filters of the request, and the one document that the question names, where it is sure: one file name, said to be
 * where to look, which one document has that the reader may read. A request that names sources itself keeps them.
 */
export async function readFilters(
  { question, filters, collections, reader, asOf }: RetrievalQuery,
  database: WorkspaceDatabase,
): Promise<ReadFilters> {
  const namesSources = filters.source !== undefined || filters.sources !== undefined;
  const name = namesSources ? null : readFileName(question);
  if (name === null) return { filters, fileName: null, steps: [] };
  const [source, other] = await findDocumentsNamed(database, { name, collections, reader, asOf });
  if (source === undefined || other !== undefined) return { filters, fileName: null, steps: [] };
  const reason = 'the question names the one document to look in, and is searched for without that';
  return {
    filters: { ...filters, source },
    fileName: name,
    steps: [{ kind: 'filter', from: name, to: source, reason }],
  };
}

/** The one file that a question is sure to mean, in lower case. */
export function readFileName(question: string): string | null {
  const named = findFileNames(question);
  const [first, ...others] = named;
  if (first === undefined || others.length > 0 || LOOKS_ELSEWHERE.test(question)) return null;
  const before = question.slice(0, first.index);
  const behind = question.slice(first.index + first[0].length);
  const isSure =
    LOOK_IN_BEFORE.test(before) ||
    SAYS_BEHIND.test(behind) ||
    (LEADING_IN.test(before) && LEADING_COMMA.test(behind));
  return isSure ? first[0].toLowerCase() : null;
}

/** The names in a text that promise a file of a type that is read. */
export function findFileNames(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(FILE_NAME)].filter(([name]) => mimeOfName(name) !== null);
}
