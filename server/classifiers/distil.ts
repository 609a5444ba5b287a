import type {
  ClassifierName,
  Distillation,
  DistilRequest,
  StoredExample,
} from '../../contract/classifier.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sampleEvenly } from '../../core/classify/sample-evenly.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { classifyTexts } from './classify-texts.ts';
import { budgetOf, decideLabels, type DecidedText } from './decide-labels.ts';
import { storeDecided } from './store-decided.ts';
import { textKey } from './sort-examples.ts';
import type { GuessedExample } from './train-version.ts';

export interface DistilCall {
  readonly name: ClassifierName;
  readonly request: DistilRequest;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** What a model said of the texts, and of examples whose labels are known. */
export interface Taught {
  /** The texts that it labelled. */
  readonly examples: readonly StoredExample[];
  readonly asked: readonly DecidedText[];
  readonly known: readonly { readonly example: StoredExample; readonly label: string | null }[];
  readonly classifyMs: number;
}

/** No probability is enough: each text is given to the model. */
const NEVER_SURE = 2;

/**
 * Lets the model label the texts, and some examples that people labelled. Each text is routed, called and put on record
 * as one that the classifier is not sure of. Throws `AppError('invalid_value')` for a model that is not configured.
 */
export async function learnFromModel(
  database: WorkspaceDatabase,
  { call, before }: { readonly call: DistilCall; readonly before: readonly StoredExample[] },
  services: Services,
): Promise<Taught> {
  const { request, name, caller, signal } = call;
  requireModel(request.model, services);
  const byPeople = before.filter(({ origin }) => origin !== 'model');
  const known = sampleEvenly(byPeople, request.compare_on);
  const texts = [...request.texts, ...known.map(({ text }) => text)];
  const startedAt = services.now();
  const wanted = { classifier: name, texts, minProbability: NEVER_SURE };
  const labelled = await classifyTexts(services, database, wanted);
  const classifyMs = (services.now() - startedAt) / texts.length;
  const policy = { min_probability: 1, models: [request.model], review: false };
  const deciding = { call: { caller, policy, workflow: budgetOf(name), signal }, services };
  const decided = await decideLabels(labelled, texts, deciding);
  const { opened } = labelled;
  const batch = { decided, opened, minProbability: 1, classifyMs, keepsAll: true };
  await storeDecided(batch, { ...call, ticket: null, reviews: 'open' }, services);
  const asked = decided.slice(0, request.texts.length);
  return {
    asked: decided,
    classifyMs,
    examples: asked.flatMap(({ text, label, decidedBy }) =>
      label === null || decidedBy !== 'model'
        ? []
        : [{ text, label, origin: 'model' as const, origin_id: request.model }],
    ),
    known: decided.slice(request.texts.length).flatMap(({ label }, at) => {
      const example = known[at];
      return example === undefined ? [] : [{ example, label }];
    }),
  };
}

/** The model against the classifier that learnt from it, on what the classifier has not seen. */
export function describeDistillation(
  taught: Taught,
  guessed: readonly GuessedExample[],
  request: DistilRequest,
): Distillation {
  const guesses = new Map(guessed.map(({ text, guess }) => [textKey(text), guess]));
  const fromModel = guessed.filter(({ origin }) => origin === 'model');
  const attempts = taught.asked.flatMap(({ asked }) => asked?.calls.attempts ?? []);
  const calls = Math.max(
    1,
    taught.asked.filter(({ asked }) => (asked?.prompt ?? null) !== null).length,
  );
  const spentUsd = sumUsage(attempts).cost_usd;
  const modelMs = attempts.reduce((sum, { duration_ms: ms }) => sum + ms, 0);
  return {
    model: request.model,
    texts: {
      given: request.texts.length,
      labelled: taught.examples.length,
      unlabelled: request.texts.length - taught.examples.length,
    },
    agreement: shareOf(fromModel, ({ label, guess }) => label === guess),
    compared: compare(taught.known, guesses),
    saving: {
      model_usd_per_1000: (spentUsd / calls) * 1_000,
      model_ms_per_text: modelMs / calls,
      classifier_ms_per_text: taught.classifyMs,
      spent_usd: spentUsd,
    },
  };
}

function compare(
  known: Taught['known'],
  guesses: ReadonlyMap<string, string>,
): Distillation['compared'] {
  const both = known.filter(({ example }) => guesses.has(textKey(example.text)));
  const ofModel = shareOf(both, ({ example, label }) => example.label === label);
  const ofClassifier = shareOf(
    both,
    ({ example }) => guesses.get(textKey(example.text)) === example.label,
  );
  if (ofModel === null || ofClassifier === null) return null;
  return {
    examples: both.length,
    model_accuracy: ofModel,
    classifier_accuracy: ofClassifier,
    gap: ofModel - ofClassifier,
  };
}

/** Null of nothing. */
function shareOf<Value>(
  values: readonly Value[],
  isCounted: (value: Value) => boolean,
): number | null {
  return values.length === 0 ? null : values.filter(isCounted).length / values.length;
}

function requireModel(name: string, { policy }: Services): void {
  const names = policy.models.filter(({ name: one }) => one !== 'builtin-extractive');
  if (names.some((model) => model.name === name)) return;
  throw new AppError('invalid_value', 'The body has fields that are not valid.', {
    fields: [
      {
        path: '/model',
        message: `no model is named "${name}" (there are ${names.map((one) => one.name).join(', ') || 'none'})`,
      },
    ],
  });
}
