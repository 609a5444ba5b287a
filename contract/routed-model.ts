import { z } from 'zod';
import {
  CircuitCause,
  CircuitOrder,
  CircuitOrderState,
  CircuitState,
  CircuitTransition,
} from './circuit.ts';
import { pageOf } from './page.ts';
import { Hosting, ModelTier } from './routing.ts';

export const ModelCircuit = z
  .object({
    state: CircuitState,
    cause: CircuitCause.nullable().describe('What brought it there; null where it began so.'),
    detail: z.string().nullable(),
    since: z.iso.datetime(),
    retry_at: z.iso.datetime().nullable().describe('When an open circuit lets a probe through.'),
    transitions: z.array(CircuitTransition).describe('The newest first, 20 at most.'),
    orders: z
      .array(CircuitOrder)
      .describe('What operators said by hand, the newest first, 20 at most; the first one holds.'),
    shared_with: z
      .array(z.string())
      .describe("Other configured models that call the same provider's model: they share it."),
  })
  .meta({ id: 'ModelCircuit' });
export type ModelCircuit = z.infer<typeof ModelCircuit>;

/** A configured model as it does now, in the server that answers. */
export const RoutedModel = z
  .object({
    name: z.string(),
    provider: z.string(),
    provider_model: z.string().nullable().describe('How the provider calls it.'),
    tier: ModelTier,
    hosting: Hosting,
    region: z.string().nullable(),
    circuit: ModelCircuit.nullable().describe('Null for the builtin model, which calls nobody.'),
    recent: z.object({
      window_seconds: z.int().min(1),
      calls: z.int().min(0),
      failures: z.int().min(0),
      error_rate: z.number().min(0).max(1).nullable().describe('Null without calls.'),
      p95_ms: z.number().min(0).nullable(),
      in_flight: z.int().min(0),
    }),
    spend_usd: z.number().min(0).describe('Since this server started.'),
  })
  .meta({ id: 'RoutedModel' });
export type RoutedModel = z.infer<typeof RoutedModel>;

export const RoutedModelPage = pageOf(RoutedModel).meta({ id: 'RoutedModelPage' });

const MAX_REASON_LENGTH = 500;

/** Holds for every server, and until somebody says otherwise. */
export const SetCircuit = z
  .strictObject({
    state: CircuitOrderState,
    reason: z.string().trim().min(1).max(MAX_REASON_LENGTH),
  })
  .meta({ id: 'SetCircuit' });
export type SetCircuit = z.infer<typeof SetCircuit>;
