import { z } from 'zod';
import { TraceId } from './ids.ts';

export const INCIDENT_KINDS = ['circuit', 'canary'] as const;

/** How a failure was detected: by the calls of a model, or by its answers to the canary questions. */
export const IncidentKind = z.enum(INCIDENT_KINDS).meta({ id: 'IncidentKind' });
export type IncidentKind = z.infer<typeof IncidentKind>;

export const RESTORATIONS = [
  'probes_succeeded',
  'call_succeeded',
  'same_answers',
  'baseline_accepted',
] as const;

/**
 * How it is known that a model is well again. `call_succeeded`: in a server that started since, whose circuits are
 * closed. `same_answers`: a canary round found the baseline's answers again.
 */
export const Restoration = z.enum(RESTORATIONS).meta({ id: 'Restoration' });
export type Restoration = z.infer<typeof Restoration>;

/** A failure of a model or of its version, in its four moments. */
export const Incident = z
  .object({
    id: z.uuid(),
    kind: IncidentKind,
    upstream: z.string().describe("The provider's model that failed."),
    models: z.array(z.string()).describe('The configured models that call it now.'),
    cause: z.string(),
    detail: z.string(),
    first_bad_at: z.iso
      .datetime()
      .describe('When the first bad call began; of a canary, when the first changed answer came.'),
    detected_at: z.iso.datetime().describe('When the circuit opened, or the canary round ended.'),
    diverted_at: z.iso
      .datetime()
      .nullable()
      .describe('When the first answer since was stored that another model or way gave.'),
    restored_at: z.iso.datetime().nullable(),
    restored_because: Restoration.nullable(),
    detected_trace_id: TraceId.nullable().describe(
      "The answer whose call opened the circuit; null where it is another workspace's.",
    ),
    diverted_trace_id: TraceId.nullable().describe('Null also where it is of another workspace.'),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

const seconds = (text: string) => z.number().min(0).nullable().describe(text);

/** How long failures of models last, from those that are over. */
export const Recovery = z
  .object({
    count: z.int().min(0).describe('Detected in the time.'),
    restored: z.int().min(0).describe('Of these, over by now.'),
    mean_seconds: z.object({
      detect: seconds('From the first bad call until it was detected. Null without an incident.'),
      divert: seconds('From then until another model answered. Null where none had to.'),
      recover: seconds('From the detection until it was restored. Null until one is.'),
      total: seconds('The mean time to recover: from the first bad call until it was restored.'),
    }),
    incidents: z.array(Incident).describe('The newest first, 50 at most.'),
  })
  .meta({ id: 'Recovery' });
export type Recovery = z.infer<typeof Recovery>;
