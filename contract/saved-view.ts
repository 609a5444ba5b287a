import { z } from 'zod';
import { SavedViewId } from './ids.ts';
import { storableText } from './text-limits.ts';
import { ListTraces } from './trace-summary.ts';

export const MAX_SAVED_VIEWS = 100;

/** The filters of the list of traces, without a place in it. */
export const ViewFilters = ListTraces.omit({ limit: true, cursor: true }).meta({
  id: 'ViewFilters',
});
export type ViewFilters = z.infer<typeof ViewFilters>;

export const CreateSavedView = z
  .strictObject({ name: storableText().trim().min(1).max(80), filters: ViewFilters })
  .meta({ id: 'CreateSavedView' });
export type CreateSavedView = z.infer<typeof CreateSavedView>;

/** Filters that somebody wants to come back to. It belongs to the key that saved it. */
export const SavedView = z
  .object({
    id: SavedViewId,
    name: z.string(),
    filters: ViewFilters,
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

/** All of them: a key has at most a hundred. */
export const SavedViewList = z.object({ data: z.array(SavedView) });
