import { z } from 'zod';

export const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/**
 * `kill_safe`: what was acknowledged survives the death of any process, but not the loss of power
 * (the embedded database never calls fsync). `power_safe`: it survives that, too.
 */
export const Readiness = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    durability: z.enum(['kill_safe', 'power_safe']),
    checks: z.object({
      database: z.object({ ok: z.boolean(), detail: z.string() }),
      migrations: z.object({ ok: z.boolean(), detail: z.string() }),
      queue: z.object({
        ok: z.boolean(),
        detail: z.string(),
        waiting: z.int().min(0).nullable(),
        running: z.int().min(0).nullable(),
      }),
    }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;
