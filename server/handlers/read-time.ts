import { AppError } from '../../platform/errors.ts';

const DAY_MS = 86_400_000;

/**
 * The time that a query is about: until now, and a default number of days, where it does not say.
 * @throws AppError `invalid_value` for a time that ends before it begins, or is too long
 */
export function readTime(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  { maxDays, defaultDays }: { readonly maxDays: number; readonly defaultDays: number },
  now: Date,
): { readonly from: Date; readonly to: Date } {
  const end = to === undefined ? now : new Date(to);
  const begin =
    from === undefined ? new Date(end.getTime() - defaultDays * DAY_MS) : new Date(from);
  if (begin > end) throw refuse('from', 'must not be after to');
  if (end.getTime() - begin.getTime() > maxDays * DAY_MS) {
    throw refuse('from', `must be at most ${maxDays} days before to`);
  }
  return { from: begin, to: end };
}

function refuse(name: string, message: string): AppError {
  return new AppError('invalid_value', `${name} ${message}.`, {
    fields: [{ path: `?${name}`, message }],
  });
}
