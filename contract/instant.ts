import { z } from 'zod';

/**
 * A time that a caller gives, with `Z` or an offset. It is UTC from there on, so that instants compare as
 * text, and in a year that Postgres can store.
 */
export function givenInstant() {
  return z.iso
    .datetime({ offset: true, abort: true })
    .overwrite(toUtc)
    .refine((instant) => /^(?!0000)\d{4}-/.test(instant), {
      message: 'must be in a year from 0001 to 9999',
    });
}

function toUtc(instant: string): string {
  return instant.endsWith('Z') ? instant : new Date(instant).toISOString();
}
