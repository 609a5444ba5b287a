import { sql, type SQL } from 'drizzle-orm';

/** Over `d` (documents) and `v` (its versions): the one that serves, or that served at the instant. */
export function versionServes(asOf: Date | null): SQL {
  if (asOf === null) return sql`v.version = d.version`;
  return sql`(v.served_from <= ${asOf}::timestamptz
    and (v.served_until is null or v.served_until > ${asOf}::timestamptz))`;
}

/** Over `d` (documents) and `c` (its chunks): in the version that serves, or that served at the instant. */
export function chunkServes(asOf: Date | null): SQL {
  // Chunks of a document that has never served are live already, for the moment when it will.
  if (asOf === null) return sql`(c.is_live and d.version is not null)`;
  return sql`exists (
    select 1
    from chunk_placements p
    join document_versions v
      on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
    where p.workspace_id = c.workspace_id and p.chunk_id = c.id and p.document_id = c.document_id
      and ${versionServes(asOf)})`;
}
