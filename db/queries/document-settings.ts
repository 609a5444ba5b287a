import { sql, type SQL } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import type { DocumentId, IngestJobId } from '../../contract/ids.ts';
import type { DocumentFacts } from '../../core/match-rules.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** What the rules of now say of a document. */
export type RuleSettings = (document: DocumentFacts) => DocumentSettings;

export interface VersionSettings {
  readonly documentId: DocumentId;
  readonly version: number;
  /** The job whose bytes it holds, for what was given with them; null where it brings nothing. */
  readonly jobId: IngestJobId | null;
  readonly ruleSettings: RuleSettings;
}

/**
 * Makes of the document what the version makes of it; to be called in the transaction in which the version
 * takes over. What the job was given counts first, then what was given before it or by hand, then what rules
 * say, then what the document got from its source. Nothing that only an earlier version had is left.
 */
export async function applyVersionSettings(
  transaction: WorkspaceDatabase,
  version: VersionSettings,
): Promise<void> {
  const { settings, given } = await becomes(transaction, version);
  await transaction.executor.execute(sql`
    update documents d
    set tags = array(select jsonb_array_elements_text(becoming.settings -> 'tags')),
      classification = becoming.settings ->> 'classification',
      acl = array(select jsonb_array_elements_text(becoming.settings -> 'acl')),
      given_settings = array(
        select distinct setting
        from unnest(d.given_settings || array(select jsonb_object_keys(becoming.given))) as setting
        order by setting)
    from (
      select d.id, ${settings} as settings, ${given} as given
      from documents d
      where d.workspace_id = ${transaction.workspaceId} and d.id = ${version.documentId}) becoming
    where d.workspace_id = ${transaction.workspaceId} and d.id = becoming.id`);
}

/** Keeps beside a version that is held what the document would be if it served. */
export async function noteHeldSettings(
  transaction: WorkspaceDatabase,
  version: VersionSettings,
): Promise<void> {
  const { settings } = await becomes(transaction, version);
  await transaction.executor.execute(sql`
    update document_versions v
    set held_settings = (
      select ${settings}
      from documents d
      where d.workspace_id = v.workspace_id and d.id = v.document_id)
    where v.workspace_id = ${transaction.workspaceId}
      and v.document_id = ${version.documentId} and v.version = ${version.version}`);
}

const DEFAULTS: Required<DocumentSettings> = { tags: [], classification: 'internal', acl: [] };

/** Over `d` (documents): all settings, and those that come with the version, as jsonb. */
async function becomes(
  transaction: WorkspaceDatabase,
  version: VersionSettings,
): Promise<{ readonly settings: SQL; readonly given: SQL }> {
  const facts = await findFacts(transaction, version);
  const given = sql`coalesce((
    select j.settings
    from ingest_jobs j
    where j.workspace_id = d.workspace_id and j.id = ${version.jobId}::uuid), '{}'::jsonb)`;
  // Of a version whose front matter nobody kept the rules say nothing: what there is stays.
  const stays = facts === null ? sql`true` : sql`present.name = any(d.given_settings)`;
  const ruled = facts === null ? {} : version.ruleSettings(facts);
  const kept = sql`(
    select coalesce(jsonb_object_agg(present.name, present.value), '{}'::jsonb)
    from jsonb_each(jsonb_build_object(
      'tags', to_jsonb(d.tags), 'classification', d.classification, 'acl', to_jsonb(d.acl))) as present (name, value)
    where ${stays})`;
  const settings = sql`(${JSON.stringify(DEFAULTS)}::jsonb || d.base_settings
    || ${JSON.stringify(ruled)}::jsonb || ${kept} || ${given})`;
  return { settings, given };
}

async function findFacts(
  database: WorkspaceDatabase,
  { documentId, version }: Pick<VersionSettings, 'documentId' | 'version'>,
): Promise<DocumentFacts | null> {
  const result = await database.executor.execute<{
    source: string;
    collection: string;
    from: string | null;
    front_matter: Readonly<Record<string, unknown>> | null;
  }>(sql`
    select d.source, k.name as collection, s.name as "from", v.front_matter
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where v.workspace_id = ${database.workspaceId}
      and v.document_id = ${documentId} and v.version = ${version}
    limit 1`);
  const [row] = result.rows;
  if (row === undefined || row.front_matter === null) return null;
  return { ...row, frontMatter: row.front_matter };
}
