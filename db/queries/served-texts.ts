import { sql } from 'drizzle-orm';
import type { Classification } from '../../contract/classification.ts';
import { DocumentId } from '../../contract/ids.ts';
import { uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable, type Reader } from './readable.ts';

/** The stored text of the version of a document that serves. */
export interface ServedText {
  readonly documentId: DocumentId;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly classification: Classification;
  readonly text: string;
}

export interface WantedTexts {
  readonly ids: readonly DocumentId[];
  readonly reader: Reader;
}

/** How long these texts are together, in UTF-16 code units, before they are read. */
export async function measureServedTexts(
  database: WorkspaceDatabase,
  { ids, reader }: WantedTexts,
): Promise<number> {
  const result = await database.executor.execute<{ chars: number }>(sql`
    select coalesce(sum(v.char_count), 0)::float8 as chars
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    where d.workspace_id = ${database.workspaceId} and d.id = any(${uuidArray(ids)}) and ${isReadable(reader)}`);
  return result.rows[0]?.chars ?? 0;
}

/** In the order of the ids; what does not serve or may not be read is left out. */
export async function findServedTexts(
  database: WorkspaceDatabase,
  { ids, reader }: WantedTexts,
): Promise<readonly ServedText[]> {
  const result = await database.executor.execute<{
    id: string;
    version: number;
    title: string;
    source: string;
    classification: Classification;
    text: string;
  }>(sql`
    select d.id, v.version, d.title, d.source, d.classification, v.text
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    where d.workspace_id = ${database.workspaceId} and d.id = any(${uuidArray(ids)}) and ${isReadable(reader)}
    limit ${ids.length}`);
  const texts = result.rows.map(({ id, ...row }) => ({ ...row, documentId: DocumentId.parse(id) }));
  return texts.toSorted(
    (left, right) => ids.indexOf(left.documentId) - ids.indexOf(right.documentId),
  );
}
