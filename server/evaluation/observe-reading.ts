import { SIMULATED_FINGERPRINT } from '../../contract/evaluation.ts';
import type { FieldsObservation, LabelObservation } from '../../contract/evaluation-result.ts';
import { DEFAULT_CLASSIFIER } from '../../contract/evaluation-variant.ts';
import type { ModelAttempt } from '../../contract/routing.ts';
import type { TraceId } from '../../contract/ids.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import { decideOnTexts } from '../classifiers/classify-and-store.ts';
import { storeDecided } from '../classifiers/store-decided.ts';
import { extractRecorded } from '../extraction/extract-and-store.ts';
import { matchRule } from '../routing/match-rule.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { Services } from '../services.ts';
import type { ItemCall } from './item-call.ts';

interface Observed<Kind> {
  readonly observation: Kind | { readonly kind: 'skipped'; readonly detail: string };
  readonly traceId: TraceId | null;
}

/**
 * Sorts a ticket as `POST /v1/classify` does; no review is opened. Skipped where the classifier is not there or does
 * not know the class that is expected: it could not be right.
 */
export async function observeLabel(
  { item, variant, caller, signal }: ItemCall,
  services: Services,
): Promise<Observed<LabelObservation>> {
  const classifier = variant.classifier ?? DEFAULT_CLASSIFIER;
  const { label: expected } = item.expected;
  if (expected === undefined) return skip('The item names no label.');
  const opened = await openOrNull(classifier, services, caller.workspaceId);
  if (opened === null) {
    return skip(
      `There is no classifier named "${classifier}": train it, or name another one in the variant.`,
    );
  }
  if (!opened.labels.includes(expected)) {
    return skip(`The classifier "${classifier}" has no label "${expected}".`);
  }
  const request = { classifier, version: opened.version, text: item.input, store: true };
  const startedAt = services.now();
  const call = { caller, request, traceparent: null, signal, ticket: null };
  const batch = await decideOnTexts(call, services);
  const [result] = await storeDecided(batch, { ...call, reviews: 'none' }, services);
  const [decided] = batch.decided;
  if (result === undefined || decided === undefined) throw new Error('One text has one label.');
  const attempts = decided.asked?.calls.attempts ?? [];
  return {
    observation: {
      kind: 'label',
      label: result.label,
      probability: result.probability,
      classifier: `${opened.name}@${opened.version}`,
      model: result.model,
      held: decided.reviewReason !== null || isHeld(item.input, services),
      simulated: isSimulated(attempts),
      usage: sumUsage(attempts),
      duration_ms: services.now() - startedAt,
    },
    traceId: result.trace_id,
  };
}

/** Extracts as `POST /v1/extract` does. Throws its `AppError` for a schema that it cannot read. */
export async function observeFields(
  { item, caller, signal }: ItemCall,
  services: Services,
): Promise<Observed<FieldsObservation>> {
  const { schema, input: text } = item;
  if (schema === undefined) return skip('The item has no schema that says which fields to read.');
  const startedAt = services.now();
  const call = { caller, request: { text, schema }, signal, traceparent: null };
  const { response, record } = await extractRecorded(call, services);
  return {
    observation: {
      kind: 'fields',
      value: response.value,
      held: isHeld(text, services),
      simulated: isSimulated(record.attempts),
      usage: record.measures.usage,
      duration_ms: services.now() - startedAt,
    },
    traceId: response.trace_id,
  };
}

async function openOrNull(
  classifier: string,
  { openClassifier, database }: Services,
  workspaceId: ItemCall['caller']['workspaceId'],
) {
  try {
    return await openClassifier(inWorkspace(database, workspaceId), { classifier });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Whether the rules would keep the text from models, were it asked. */
function isHeld(text: string, { policy }: Services): boolean {
  return matchRule(policy.rules, readSignals(text, [], policy)).action === 'review';
}

function isSimulated(attempts: readonly ModelAttempt[]): boolean {
  return attempts.some(({ fingerprint }) => fingerprint === SIMULATED_FINGERPRINT);
}

function skip(detail: string) {
  return { observation: { kind: 'skipped', detail }, traceId: null } as const;
}
