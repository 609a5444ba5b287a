import { sql, type SQL } from 'drizzle-orm';
import { GoldDraft, type DraftOrigin, type GoldDraftStatus } from '../../contract/gold-draft.ts';
import type { GoldDraftId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isItemVisible, type GoldReader } from './gold-sets.ts';

/** Over `i` (gold_drafts). */
const draftColumns = sql`i.id, i.gold_set, i.status, i.template, i.model, i.trace_id, i.item, i.document_id,
  i.document_version, i.quote, i.char_start, i.char_end, i.created_by, ${isoInstant(sql`i.created_at`)} as created_at, i.decided_by,
  ${isoInstant(sql`i.decided_at`)} as decided_at`;

export type NewGoldDraft = Pick<
  GoldDraft,
  | 'id'
  | 'template'
  | 'model'
  | 'trace_id'
  | 'item'
  | 'document_id'
  | 'document_version'
  | 'quote'
  | 'char_start'
  | 'char_end'
>;

/** Stores those whose item the set has no draft of, decided ones included, and returns them. */
export async function insertGoldDrafts(
  database: WorkspaceDatabase,
  added: {
    readonly goldSet: string;
    readonly createdBy: string;
    readonly drafts: readonly NewGoldDraft[];
  },
): Promise<readonly GoldDraft[]> {
  const { goldSet, createdBy, drafts } = added;
  const result = await database.executor.execute(sql`
    with added as (
      insert into gold_drafts
        (workspace_id, id, gold_set, template, model, trace_id, item_id, classification, sources, item, document_id,
         document_version, quote, char_start, char_end, created_by)
      select ${database.workspaceId}::uuid, (draft ->> 'id')::uuid, ${goldSet}, draft ->> 'template',
        draft ->> 'model', (draft ->> 'trace_id')::uuid, draft -> 'item' ->> 'id',
        draft -> 'item' ->> 'classification',
        array(select source ->> 'path' from jsonb_array_elements(draft -> 'item' -> 'sources') as source),
        draft -> 'item', (draft ->> 'document_id')::uuid, (draft ->> 'document_version')::int,
        draft ->> 'quote', (draft ->> 'char_start')::int, (draft ->> 'char_end')::int, ${createdBy}
      from jsonb_array_elements(${JSON.stringify(drafts)}::jsonb) as draft
      on conflict do nothing
      returning *)
    select ${draftColumns} from added i order by i.id`);
  return result.rows.map((row) => GoldDraft.parse(row));
}

/** Drafts for a set in the order in which they were made: those that the reader may see. */
export async function listGoldDrafts(
  database: WorkspaceDatabase,
  page: {
    readonly goldSet: string;
    readonly status: GoldDraftStatus;
    readonly by: GoldReader;
    readonly limit: number;
    readonly after: string | null;
  },
): Promise<readonly GoldDraft[]> {
  const { goldSet, status, by, limit, after } = page;
  const where = sql`i.status = ${status} and ${after === null ? sql`true` : sql`i.id > ${after}::uuid`}`;
  return selectDrafts(database, { goldSet, by, where, limit });
}

/** Null for a draft that there is not, and for one that the reader may not see. */
export async function findGoldDraft(
  database: WorkspaceDatabase,
  wanted: { readonly goldSet: string; readonly id: GoldDraftId; readonly by: GoldReader },
): Promise<GoldDraft | null> {
  const { goldSet, id, by } = wanted;
  const [draft = null] = await selectDrafts(database, {
    goldSet,
    by,
    where: sql`i.id = ${id}`,
    limit: 1,
  });
  return draft;
}

/** Decides a draft that is still to be decided; null when somebody else has been quicker. */
export async function decideGoldDraft(
  database: WorkspaceDatabase,
  decided: {
    readonly id: GoldDraftId;
    readonly status: Exclude<GoldDraftStatus, 'draft'>;
    readonly item: GoldDraft['item'];
    readonly decidedBy: string;
  },
): Promise<GoldDraft | null> {
  const { id, status, item, decidedBy } = decided;
  const result = await database.executor.execute(sql`
    update gold_drafts i
    set status = ${status}, item = ${JSON.stringify(item)}::jsonb, decided_by = ${decidedBy}, decided_at = now()
    where i.workspace_id = ${database.workspaceId} and i.id = ${id} and i.status = 'draft'
    returning ${draftColumns}`);
  const [row] = result.rows;
  return row === undefined ? null : GoldDraft.parse(row);
}

async function selectDrafts(
  { executor, workspaceId }: WorkspaceDatabase,
  wanted: {
    readonly goldSet: string;
    readonly by: GoldReader;
    readonly where: SQL;
    readonly limit: number;
  },
): Promise<readonly GoldDraft[]> {
  const { goldSet, by, where, limit } = wanted;
  const result = await executor.execute(sql`
    select ${draftColumns}
    from gold_drafts i
    where i.workspace_id = ${workspaceId} and i.gold_set = ${goldSet} and ${where} and ${isItemVisible(by)}
    order by i.id
    limit ${limit}`);
  return result.rows.map((row) => GoldDraft.parse(row));
}

/** What a set has a draft of. */
export interface DraftedItem {
  readonly id: string;
  readonly template: DraftOrigin;
  readonly quote: string;
  readonly sources: readonly string[];
}

/** The items that there are drafts of, decided ones included. */
export async function findDraftedItems(
  database: WorkspaceDatabase,
  goldSet: string,
): Promise<readonly DraftedItem[]> {
  const result = await database.executor.execute<{
    id: string;
    template: DraftOrigin;
    quote: string;
    sources: string[];
  }>(sql`
    select i.item_id as id, i.template, i.quote, i.sources
    from gold_drafts i
    where i.workspace_id = ${database.workspaceId} and i.gold_set = ${goldSet}`);
  return result.rows;
}
