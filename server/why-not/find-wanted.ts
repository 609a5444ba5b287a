import {
  findChunkThen,
  findDocumentsThen,
  hasHiddenDocuments,
  type DocumentName,
  type DocumentThen,
} from '../../db/queries/documents-then.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { AbsenceQuestion, Wanted } from './absence-question.ts';

type Search = AbsenceQuestion & { readonly asOf: Date; readonly asker: Reader };

/**
 * What the name means, as far as the viewer may see it. Null when no document has ever had that source, which
 * is said only where none can be hidden from the viewer.
 */
export async function findWanted(
  search: Search,
  database: WorkspaceDatabase,
): Promise<Wanted | null> {
  const { name, asOf } = search;
  if (name.source !== undefined) {
    return await findBySource({ source: name.source, search }, database);
  }
  const chunk =
    name.chunk_id === undefined ? null : await findChunkThen(database, { id: name.chunk_id, asOf });
  const id = name.document_id ?? chunk?.document_id;
  if (id === undefined) throw notFound();
  const [document] = await findDocuments({ kind: 'id', id }, search, database);
  if (document === undefined) throw notFound();
  return { document, chunk };
}

async function findBySource(
  { source, search }: { readonly source: string; readonly search: Search },
  database: WorkspaceDatabase,
): Promise<Wanted | null> {
  const collection = search.name.collection ?? null;
  const found = await findDocuments({ kind: 'source', source, collection }, search, database);
  const document = chooseNamesake(found, search.trace.retrieval.collections);
  if (document !== null) return { document, chunk: null };
  if (await mayBeHidden({ collection, search }, database)) throw notFound();
  return null;
}

function findDocuments(
  name: DocumentName,
  { asOf, viewer, asker }: Search,
  database: WorkspaceDatabase,
): Promise<readonly DocumentThen[]> {
  return findDocumentsThen(database, { name, asOf, viewer, asker });
}

/** The same source may stand in several collections: the question means the one that was searched. */
function chooseNamesake(
  found: readonly DocumentThen[],
  searched: readonly string[],
): DocumentThen | null {
  const inScope = found.filter((document) => searched.includes(document.collection));
  const [document, ...others] = inScope.length > 0 ? inScope : found;
  if (document === undefined) return null;
  if (others.length === 0) return document;
  const names = [document, ...others].map(({ collection }) => collection).join(', ');
  throw new AppError(
    'invalid_value',
    `Several collections have a document with this source: ${names}. Name one of them, or the document by its id.`,
    { fields: [{ path: '/collection', message: `must be one of ${names}` }] },
  );
}

/** A collection that the key may not read is answered alike whether it exists or not. */
async function mayBeHidden(
  { collection, search }: { readonly collection: string | null; readonly search: Search },
  database: WorkspaceDatabase,
): Promise<boolean> {
  const { viewer } = search;
  const { collections } = viewer.reader;
  const isClosed = collection !== null && collections !== '*' && !collections.includes(collection);
  if (isClosed && !viewer.isAdmin) return true;
  return await hasHiddenDocuments(database, { collection, viewer });
}

/** One message for all, so that nobody learns which of them it is. */
function notFound(): AppError {
  return new AppError(
    'not_found',
    'There is no such document or chunk, or none that may be read with this key.',
  );
}
