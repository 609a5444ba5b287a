import { z } from 'zod';
import { Classification } from './classification.ts';
import { CollectionName } from './collection.ts';
import { DocumentSources } from './document.ts';
import { ModelName } from './model-name.ts';
import { TopicName } from './regulated-topic.ts';
import { DEFAULT_MAX_CHUNKS } from './retrieval.ts';

/** What a step does, in the order in which steps stand in a workflow. */
export const STEP_KINDS = [
  'classify',
  'policy',
  'retrieve',
  'answer',
  'verify',
  'escalate',
  'decide',
] as const;
export const StepKind = z.enum(STEP_KINDS).meta({ id: 'StepKind' });
export type StepKind = z.infer<typeof StepKind>;

export const WorkflowName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');

/** A label of a classifier: what a ticket is about. */
export const TicketLabel = z.string().min(1).max(128);

export const DEFAULT_LABEL_PROBABILITY = 0.5;

const stepName = WorkflowName.optional().describe(
  'How traces and figures call it; its kind when not given.',
);
const share = z.number().min(0).max(1);

const ClassifyStep = z.strictObject({
  name: stepName,
  kind: z.literal('classify'),
  classifier: z.string().min(1).max(128),
  version: z.int().min(1).optional().describe('Of the classifier; the newest when not given.'),
  min_probability: share
    .optional()
    .describe(
      `Below it the label is unsure. Default: ${DEFAULT_LABEL_PROBABILITY}, or as configured for the classifier where that is more.`,
    ),
});

const PolicyStep = z.strictObject({
  name: stepName,
  kind: z.literal('policy'),
  review_when: z
    .strictObject({
      labels: z.array(TicketLabel).max(200).default([]),
      label_probability: share
        .default(0.2)
        .describe('From which probability of such a label on, also where another one is likelier.'),
      regulated_topic: z.array(TopicName).max(50).default([]),
      sensitivity: z.strictObject({ gte: Classification }).optional(),
    })
    .describe('A ticket that meets one of these is held for a person, whatever its draft is like.'),
});

const RetrieveStep = z.strictObject({
  name: stepName,
  kind: z.literal('retrieve'),
  collections: z.array(CollectionName).min(1).max(100).optional().describe('Default: all of them.'),
  max_chunks: z.int().min(1).max(100).default(DEFAULT_MAX_CHUNKS),
  sources_by_label: z
    .record(TicketLabel, DocumentSources)
    .optional()
    .describe('The documents that an answer to a ticket of a label may rest on.'),
});

const AnswerStep = z.strictObject({
  name: stepName,
  kind: z.literal('answer'),
  model: ModelName.optional().describe('Asked first; the routes choose when none is given.'),
});

const VerifyStep = z.strictObject({
  name: stepName,
  kind: z.literal('verify'),
  accept: z
    .array(z.enum(['verified', 'partly_verified']))
    .min(1)
    .default(['verified'])
    .describe('The verdicts with which a draft may be sent without a person.'),
  min_confidence: share
    .default(0)
    .describe(
      'The least probability that the right chunk was found, where no label chose the documents.',
    ),
  min_label_probability: z
    .strictObject({
      alone: share.default(1),
      confirmed: share.default(DEFAULT_LABEL_PROBABILITY),
    })
    .refine(({ alone, confirmed }) => confirmed <= alone, {
      path: ['confirmed'],
      message: 'must not be more than alone',
    })
    .prefault({})
    .describe(
      'The least probability of a label that chose the documents: where a search of all documents finds one of them first (`confirmed`), and where it finds another one first (`alone`).',
    ),
});

const EscalateStep = z.strictObject({
  name: stepName,
  kind: z.literal('escalate'),
  model: ModelName.describe(
    'Asked once more where the label is unsure or the draft is not accepted.',
  ),
});

const DecideStep = z.strictObject({
  name: stepName,
  kind: z.literal('decide'),
});

export const WorkflowStep = z.discriminatedUnion('kind', [
  ClassifyStep,
  PolicyStep,
  RetrieveStep,
  AnswerStep,
  VerifyStep,
  EscalateStep,
  DecideStep,
]);
export type WorkflowStep = z.infer<typeof WorkflowStep>;

/**
 * What becomes of a ticket. The steps stand in the order of `STEP_KINDS`, each at most once; answering
 * and deciding may not be left out.
 */
export const WorkflowConfig = z
  .strictObject({
    name: WorkflowName,
    description: z.string().max(500).default(''),
    steps: z.array(WorkflowStep).min(1).max(STEP_KINDS.length),
  })
  .superRefine(({ steps }, context) => {
    for (const [index, step] of steps.entries()) {
      for (const message of complaintsAbout(step, steps.slice(0, index))) {
        context.addIssue({
          code: 'custom',
          path: ['steps', index, message.field],
          message: message.text,
        });
      }
    }
    for (const kind of ['answer', 'decide'] as const) {
      if (steps.some((step) => step.kind === kind)) continue;
      context.addIssue({ code: 'custom', path: ['steps'], message: `has no step of kind ${kind}` });
    }
  });
export type WorkflowConfig = z.infer<typeof WorkflowConfig>;

interface Complaint {
  readonly field: 'kind' | 'name' | 'review_when' | 'sources_by_label';
  readonly text: string;
}

function complaintsAbout(
  step: WorkflowStep,
  before: readonly WorkflowStep[],
): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const later = before.find((other) => rank(other) >= rank(step));
  if (later !== undefined) {
    const text =
      later.kind === step.kind
        ? `there is another step of kind ${step.kind}`
        : `must stand before ${nameOfStep(later)}: the order is ${STEP_KINDS.join(', ')}`;
    complaints.push({ field: 'kind', text });
  }
  if (before.some((other) => nameOfStep(other) === nameOfStep(step))) {
    complaints.push({ field: 'name', text: `there is another step named "${nameOfStep(step)}"` });
  }
  const field = fieldOfLabels(step);
  if (field !== null && !before.some(({ kind }) => kind === 'classify')) {
    complaints.push({ field, text: 'labels need a step of kind classify before it' });
  }
  return complaints;
}

/** Which field of a step speaks of labels; null where none does. */
function fieldOfLabels(step: WorkflowStep): Complaint['field'] | null {
  if (step.kind === 'policy' && step.review_when.labels.length > 0) return 'review_when';
  if (step.kind === 'retrieve' && step.sources_by_label !== undefined) return 'sources_by_label';
  return null;
}

function rank({ kind }: WorkflowStep): number {
  return STEP_KINDS.indexOf(kind);
}

export function nameOfStep({ name, kind }: Pick<WorkflowStep, 'name' | 'kind'>): string {
  return name ?? kind;
}

/** Names that workflows may use, from the rest of the configuration. */
export interface KnownNames {
  readonly classifiers: readonly string[];
  readonly models: readonly string[];
  readonly topics: readonly string[];
}

export interface UnknownName {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Classifiers, models and topics that are named nowhere else, and workflows of the same name. */
export function findUnknownNames(
  workflows: readonly WorkflowConfig[],
  known: KnownNames,
): readonly UnknownName[] {
  return workflows.flatMap(({ name, steps }, index) => [
    ...(workflows.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            path: ['workflows', index, 'name'],
            message: `there is another workflow named "${name}"`,
          },
        ]),
    ...steps.flatMap((step, position) =>
      unknownNamesOf(step, known).map(({ path, message }) => ({
        path: ['workflows', index, 'steps', position, ...path],
        message,
      })),
    ),
  ]);
}

function unknownNamesOf(step: WorkflowStep, known: KnownNames): readonly UnknownName[] {
  const { classifiers, models, topics } = known;
  switch (step.kind) {
    case 'classify': {
      if (classifiers.includes(step.classifier)) return [];
      const message = `classifiers names no "${step.classifier}" (there are ${listed(classifiers)})`;
      return [{ path: ['classifier'], message }];
    }
    case 'answer':
    case 'escalate': {
      if (step.model === undefined || models.includes(step.model)) return [];
      const message = `no model is named "${step.model}" (there are ${listed(models)})`;
      return [{ path: ['model'], message }];
    }
    case 'policy':
      return step.review_when.regulated_topic.flatMap((topic, index) =>
        topics.includes(topic)
          ? []
          : [
              {
                path: ['review_when', 'regulated_topic', index],
                message: `no regulated topic is named "${topic}" (there are ${listed(topics)})`,
              },
            ],
      );
    default:
      return [];
  }
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
