import type { z } from 'zod';
import type { Page } from '../../contract/page.ts';
import { AppError } from '../../platform/errors.ts';

/** Reads an opaque cursor back. Throws `AppError('invalid_value')` for one that no list has given. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.output<Schema> | null {
  if (cursor === undefined) return null;
  const result = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (result.success) return result.data;
  throw new AppError('invalid_value', 'The cursor is not one that this list has given.', {
    fields: [{ path: '/cursor', message: 'must be the next_cursor of an earlier page' }],
  });
}

/**
 * One page from one item more than it holds: whether there is a next page is known without counting.
 * `position` says where the last item stands.
 */
export function toPage<Item>(
  items: readonly Item[],
  limit: number,
  position: (item: Item) => unknown,
): Page<Item> & { data: Item[] } {
  const data = items.slice(0, limit);
  const last = data.at(-1);
  const hasMore = items.length > limit && last !== undefined;
  return { data, next_cursor: hasMore ? encodeCursor(position(last)) : null };
}

function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
