import { sql, type SQL } from 'drizzle-orm';
import type { ApiKeyId } from '../../contract/ids.ts';
import { isReadable, type Reader } from './readable.ts';

/** Who reads traces: the holder of a key, or only what that key itself asked. */
export interface TraceReader {
  readonly reader: Reader;
  /** Sees every trace of the workspace, whatever documents it rests on. */
  readonly isAdmin: boolean;
  readonly onlyApiKeyId: ApiKeyId | null;
}

/**
 * A trace shows what its documents say, and the titles of those that were rejected, so whoever may not
 * read one of them now may not read the trace. A key that only asks sees its own.
 */
export function isVisible(by: TraceReader): SQL {
  const own = by.onlyApiKeyId === null ? sql`true` : sql`t.api_key_id = ${by.onlyApiKeyId}`;
  if (by.isAdmin) return own;
  return sql`(${own} and not exists (
    select 1
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where d.workspace_id = t.workspace_id and d.id = any(t.document_ids)
      and not ${isReadable(by.reader)}))`;
}
