import { sql } from 'drizzle-orm';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { textArray } from '../array-parameters.ts';
import { versionServes } from './as-of.ts';
import { isReadable, type Reader } from './readable.ts';

const MAX_FOUND = 2;

/** Sources of documents that serve, or served then, and may be read, whose source or its last part is the name; two at most. */
export async function findDocumentsNamed(
  database: WorkspaceDatabase,
  wanted: {
    readonly name: string;
    readonly collections: readonly string[] | null;
    readonly reader: Reader;
    readonly asOf: Date | null;
  },
): Promise<readonly string[]> {
  const name = wanted.name.toLowerCase();
  const inCollections =
    wanted.collections === null ? sql`true` : sql`k.name = any(${textArray(wanted.collections)})`;
  const { rows } = await database.executor.execute<{ source: string }>(sql`
    select d.source
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where d.workspace_id = ${database.workspaceId}
      and exists (
        select 1
        from document_versions v
        where v.workspace_id = d.workspace_id and v.document_id = d.id
          and ${versionServes(wanted.asOf)})
      and (lower(d.source) = ${name} or right(lower(d.source), length(${name}) + 1) = '/' || ${name})
      and ${inCollections}
      and ${isReadable(wanted.reader)}
    limit ${MAX_FOUND}`);
  return rows.map(({ source }) => source);
}
