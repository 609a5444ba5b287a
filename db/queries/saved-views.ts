import { sql } from 'drizzle-orm';
import type { ApiKeyId, SavedViewId } from '../../contract/ids.ts';
import { MAX_SAVED_VIEWS, SavedView, type ViewFilters } from '../../contract/saved-view.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

const columns = sql`v.id, v.name, v.filters, ${isoInstant(sql`v.created_at`)} as created_at`;

/** The views that a key has saved, by name. */
export async function listSavedViews(
  database: WorkspaceDatabase,
  apiKeyId: ApiKeyId,
): Promise<SavedView[]> {
  const { rows } = await database.executor.execute(sql`
    select ${columns}
    from saved_views v
    where v.workspace_id = ${database.workspaceId} and v.api_key_id = ${apiKeyId}
    order by v.name
    limit ${MAX_SAVED_VIEWS}`);
  return rows.map((row) => SavedView.parse(row));
}

export interface NewSavedView {
  readonly id: SavedViewId;
  readonly apiKeyId: ApiKeyId;
  readonly name: string;
  readonly filters: ViewFilters;
  readonly createdAt: Date;
}

/** Takes the place of the key's view of that name. Null, and nothing is changed, when it has no room for another. */
export async function saveView(
  database: WorkspaceDatabase,
  view: NewSavedView,
): Promise<SavedView | null> {
  const { workspaceId } = database;
  const { rows } = await database.executor.execute(sql`
    insert into saved_views as v (workspace_id, id, api_key_id, name, filters, created_at)
    select ${workspaceId}::uuid, ${view.id}::uuid, ${view.apiKeyId}::uuid, ${view.name},
      ${JSON.stringify(view.filters)}::jsonb, ${view.createdAt.toISOString()}::timestamptz
    where (
      select count(*) from saved_views o
      where o.workspace_id = ${workspaceId} and o.api_key_id = ${view.apiKeyId} and o.name <> ${view.name}
    ) < ${MAX_SAVED_VIEWS}
    on conflict (workspace_id, api_key_id, name)
      do update set filters = excluded.filters, created_at = excluded.created_at
    returning ${columns}`);
  return rows[0] === undefined ? null : SavedView.parse(rows[0]);
}

/** False when the key has no such view. */
export async function deleteSavedView(
  database: WorkspaceDatabase,
  view: { readonly id: SavedViewId; readonly apiKeyId: ApiKeyId },
): Promise<boolean> {
  const { rows } = await database.executor.execute(sql`
    delete from saved_views v
    where v.workspace_id = ${database.workspaceId} and v.id = ${view.id} and v.api_key_id = ${view.apiKeyId}
    returning v.id`);
  return rows.length > 0;
}
