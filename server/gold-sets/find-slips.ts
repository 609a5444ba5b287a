import { MAX_GOLD_WARNINGS, type GoldItem, type GoldWarning } from '../../contract/gold-set.ts';
import { findUnknownSources, type GoldReader } from '../../db/queries/gold-sets.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';

/**
 * What may be a slip in items, and is kept all the same: a document that is not there may still come. Lines are those
 * of the file, by the item's id, where they came from one.
 */
export async function findSlips(
  database: WorkspaceDatabase,
  items: readonly GoldItem[],
  context: { readonly by: GoldReader; readonly lines: ReadonlyMap<string, number> },
): Promise<readonly GoldWarning[]> {
  const { by, lines } = context;
  const sources = [...new Set(items.flatMap((item) => item.sources.map(({ path }) => path)))];
  const unknown = new Set(await findUnknownSources(database, { sources, by }));
  return items
    .flatMap((item) =>
      describeSlips(item, unknown).map((message) => ({
        line: lines.get(item.id) ?? null,
        item: item.id,
        message,
      })),
    )
    .slice(0, MAX_GOLD_WARNINGS);
}

function describeSlips(item: GoldItem, unknown: ReadonlySet<string>): readonly string[] {
  const missing = item.sources
    .filter(({ path }) => unknown.has(path))
    .map(({ path }) => `no document has the source "${path}"`);
  const { accepted_answers: accepted = [], label, fields } = item.expected;
  const isMeasured =
    accepted.length > 0 ||
    label !== undefined ||
    fields !== undefined ||
    item.sources.length > 0 ||
    item.unanswerable ||
    item.must_review;
  return isMeasured ? missing : [...missing, 'nothing is expected of it: it is only counted'];
}
