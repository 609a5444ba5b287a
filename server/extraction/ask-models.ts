import type { ModelAttempt, RoutingReceipt, SkippedModel } from '../../contract/routing.ts';
import type { TracedField } from '../../contract/extraction.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import { chooseWithinBudget } from '../answer/choose-within-budget.ts';
import { openRoute } from '../answer/open-route.ts';
import { openBudget } from '../budgets/open-budget.ts';
import { callModels } from '../generation/call-models.ts';
import { readTaskSignals } from '../routing/read-task-signals.ts';
import type { Services } from '../services.ts';
import { buildExtractionPrompt, readExtractionReply } from './extraction-prompt.ts';
import type { ExtractCall } from './extract-and-store.ts';
import type { Extracted } from './extract-fields.ts';
import { listScalars, type Field, type ScalarField } from './field.ts';
import { describeSpan, MISSING, type OpenText } from './found-field.ts';
import type { TextToRead } from './read-texts.ts';
import { verifyValue } from './verify-value.ts';

/** What models were asked, and what came of it. */
export interface ModelsAsked {
  readonly fields: readonly TracedField[];
  readonly routing: RoutingReceipt | null;
  readonly attempts: readonly ModelAttempt[];
  readonly skipped: readonly SkippedModel[];
  readonly prompt: PromptTrace | null;
  readonly reply: string | null;
}

interface Asking {
  readonly call: ExtractCall;
  readonly fields: readonly Field[];
  readonly texts: readonly TextToRead[];
  readonly sources: readonly OpenText[];
  readonly extracted: Extracted;
}

/**
 * Asks the models that the router gives for the fields that are still missing, but for those of lists. What
 * they give is taken where it stands in the text, and null where it does not.
 */
export async function askModels(asking: Asking, services: Services): Promise<ModelsAsked> {
  const { extracted, call } = asking;
  const missing = listMissing(asking);
  const none = { fields: extracted.fields, attempts: [], skipped: [], prompt: null, reply: null };
  const hasModels = services.policy.models.some(({ provider }) => provider !== 'builtin');
  if (missing.length === 0 || !hasModels) return { ...none, routing: null };
  const prompt = buildExtractionPrompt({ ...asking, fields: missing, fence: services.newFence() });
  const budget = await openBudget({ caller: call.caller, workflow: null }, services);
  const route = chooseWithinBudget(routeRequest(asking, prompt, services), services.policy, budget);
  const [first] = route.order;
  const routing = route.receipt;
  if (first?.provider === 'builtin' || route.reviewReason !== null) return { ...none, routing };
  const calls = await callModels(
    {
      ...openRoute(route, services.answerModel),
      limits: services.limits,
      spending: budget,
      signal: call.signal,
      onDelta: null,
    },
    prompt,
  );
  const { attempts, skipped } = calls;
  const sent = attempts.length === 0 ? null : prompt;
  if (calls.kind === 'quoting') return { ...none, routing, attempts, skipped, prompt: sent };
  const reply = calls.reply.text.toWellFormed();
  const fields = takeReply(reply, { ...asking, missing, model: calls.model.name });
  return { fields, routing, attempts, skipped, prompt: sent, reply };
}

/** Rows are not asked for: nobody could say whether the cells of one belong together. */
function listMissing({ fields, extracted }: Asking): readonly ScalarField[] {
  const missing = new Set(
    extracted.fields.filter(({ value }) => value === null).map(({ path }) => path),
  );
  return listScalars(fields).filter(({ path }) => missing.has(path));
}

/** A text that came with the request is looked through for what makes it sensitive, as a question is. */
function routeRequest(
  { call, texts, fields }: Asking,
  prompt: PromptTrace,
  { policy, now }: Services,
) {
  const context = texts
    .filter(({ documentId }) => documentId === null)
    .map(({ text }) => text)
    .join('\n');
  const words = listScalars(fields).map(({ title, name }) => title ?? name);
  const { matchTopic, ownDetectors } = policy;
  return {
    signals: readTaskSignals('extraction', words.join(', '), {
      context,
      matchTopic,
      ownDetectors,
      now,
    }),
    chunkClassifications: texts.flatMap(({ classification }) => classification ?? []),
    requestedModel: 'auto',
    allowedModels: call.caller.models,
    promptTokens: prompt.token_count,
    retrievalConfidence: null,
  };
}

function takeReply(
  reply: string,
  {
    extracted,
    missing,
    sources,
    model,
  }: Asking & { readonly missing: readonly ScalarField[]; readonly model: string },
): readonly TracedField[] {
  const values = readExtractionReply(reply)?.values ?? [];
  return extracted.fields.map((traced) => {
    const field = missing.find(({ path }) => path === traced.path);
    const given = values.find(({ path }) => path === traced.path);
    if (field === undefined || given === undefined || given.value === null) return traced;
    const { value } = given;
    const found = verifyValue(field, { value, quote: given.quote ?? null }, sources);
    if (found === null) {
      const text = `${model} gave “${String(value)}”, which does not stand in the text it quotes.`;
      return { ...traced, ...MISSING, reason: { code: 'not_in_text', text } };
    }
    return {
      ...traced,
      value: found.value,
      verdict: found.normalisation === null ? 'verbatim' : 'normalised',
      normalisation: found.normalisation,
      spans: [describeSpan(found.source, found)],
      model,
      reason: { code: 'model', text: `${model} gave it, and it stands in the text.` },
    };
  });
}
