import type { ClassifierPolicy } from '../../contract/classifier-policy.ts';
import type { ClassifierName } from '../../contract/classifier.ts';
import type { ClassifyRequest, ClassifyResponse } from '../../contract/classify.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import type { TicketOrigin } from './build-classification-trace.ts';
import { classifyTexts } from './classify-texts.ts';
import { budgetOf, decideLabels } from './decide-labels.ts';
import { storeDecided, type DecidedBatch } from './store-decided.ts';

export interface ClassifyCall {
  readonly caller: Caller;
  readonly request: ClassifyRequest;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
  /** Null where no workflow asks. */
  readonly ticket: TicketOrigin | null;
}

const NO_POLICY: ClassifierPolicy = { min_probability: 0, models: [], review: false };

/** Who decides on a text of which the classifier is not sure enough, as configured. */
export function policyOf(
  classifier: ClassifierName,
  { config }: Pick<Services, 'config'>,
): ClassifierPolicy {
  return config.classifiers[classifier] ?? NO_POLICY;
}

/** Labels texts. Nothing is stored. */
export async function decideOnTexts(
  { caller, request, signal, ticket }: ClassifyCall,
  services: Services,
): Promise<DecidedBatch> {
  const { classifier, version } = request;
  const policy = policyOf(classifier, services);
  const minProbability = request.min_probability ?? policy.min_probability;
  const database = inWorkspace(services.database, caller.workspaceId);
  const texts = request.texts ?? (request.text === undefined ? [] : [request.text]);
  const startedAt = services.now();
  const wanted = { classifier, version, texts, minProbability };
  const labelled = await classifyTexts(services, database, wanted);
  const { opened } = labelled;
  const classifyMs = (services.now() - startedAt) / Math.max(1, texts.length);
  const workflow = ticket?.workflow ?? budgetOf(opened.name);
  const deciding = { call: { caller, policy, workflow, signal }, services };
  const decided = await decideLabels(labelled, texts, deciding);
  return { decided, opened, minProbability, classifyMs, keepsAll: request.store };
}

/**
 * Labels texts, and keeps a trace of each unless the caller wants none. What is sent to a model or to a person is
 * always on record.
 */
export async function classifyAndStore(
  call: ClassifyCall,
  services: Services,
): Promise<ClassifyResponse> {
  const batch = await decideOnTexts(call, services);
  const { decided, opened } = batch;
  const results = await storeDecided(batch, { ...call, reviews: 'open' }, services);
  const attempts = decided.flatMap(({ asked }) => asked?.calls.attempts ?? []);
  return { classifier: opened.name, version: opened.version, results, usage: sumUsage(attempts) };
}
