import { z } from 'zod';
import { ApiKeyId } from './ids.ts';

export const CIRCUIT_STATES = ['closed', 'open', 'half_open', 'forced_open'] as const;

/** Whether calls of a model are placed: all, none, a few probes, or none because an operator says so. */
export const CircuitState = z.enum(CIRCUIT_STATES).meta({ id: 'CircuitState' });
export type CircuitState = z.infer<typeof CircuitState>;

export const CIRCUIT_CAUSES = [
  'consecutive_failures',
  'failure_rate',
  'slow_call_rate',
  'cost_per_success',
  'quality_fail_rate',
  'wait_over',
  'probe_failed',
  'probe_slow',
  'probes_lost',
  'probes_succeeded',
  'forced',
  'released',
] as const;

/** Why a circuit changed its state. `probes_lost`: none of the probes has said for long how it ended. */
export const CircuitCause = z.enum(CIRCUIT_CAUSES).meta({ id: 'CircuitCause' });
export type CircuitCause = z.infer<typeof CircuitCause>;

export const CircuitTransition = z
  .object({
    from: CircuitState,
    to: CircuitState,
    cause: CircuitCause,
    detail: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'CircuitTransition' });
export type CircuitTransition = z.infer<typeof CircuitTransition>;

export const CIRCUIT_ORDERS = ['forced_open', 'auto'] as const;

/** What an operator may say by hand. `forced_open`: no call is placed until somebody says `auto`; probes then decide. */
export const CircuitOrderState = z.enum(CIRCUIT_ORDERS).meta({ id: 'CircuitOrderState' });
export type CircuitOrderState = z.infer<typeof CircuitOrderState>;

export const CircuitOrder = z
  .object({
    state: CircuitOrderState,
    reason: z.string(),
    by: z
      .object({ api_key_id: ApiKeyId, name: z.string() })
      .nullable()
      .describe('The key that said so; null where it is of another workspace.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'CircuitOrder' });
export type CircuitOrder = z.infer<typeof CircuitOrder>;
