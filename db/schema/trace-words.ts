import { foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import type { TraceId, WorkspaceId } from '../../contract/ids.ts';
import { textSearchVector } from '../columns.ts';
import { traces } from './traces.ts';

/** The words of a trace's question and answer. Beside the trace, so that lists stay narrow. */
export const traceWords = pgTable(
  'trace_words',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    words: textSearchVector().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.traceId] }),
    // "Which answers speak of this?"
    index('trace_words_words').using('gin', table.words),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
  ],
);
