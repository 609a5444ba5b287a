import type { Document } from '../../contract/document.ts';
import type { DocumentId } from '../../contract/ids.ts';
import { findDocument } from '../../db/queries/documents.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';

/** Throws `AppError('not_found')` for a document that is absent and for one that may not be seen alike. */
export async function requireDocument(
  database: WorkspaceDatabase,
  caller: Caller,
  id: DocumentId,
): Promise<Document> {
  const document = await findDocument(database, { id, reader: readerFor(caller) });
  if (document === null) throw new AppError('not_found', 'There is no such document.');
  return document;
}

/** For whoever has just changed it: they see the result once, also when it has become closed to them. */
export async function requireChanged(
  database: WorkspaceDatabase,
  id: DocumentId,
): Promise<Document> {
  const document = await findDocument(database, { id, reader: null });
  if (document === null) throw new AppError('not_found', 'There is no such document.');
  return document;
}
