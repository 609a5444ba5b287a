import type { NoDraftReason } from '../../contract/gold-draft.ts';
import { TraceId } from '../../contract/ids.ts';
import type { ModelAttempt } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { NewGoldDraft } from '../../db/queries/gold-drafts.ts';
import { chooseWithinBudget } from '../answer/choose-within-budget.ts';
import { openRoute } from '../answer/open-route.ts';
import { callModels, type CallsOutcome } from '../generation/call-models.ts';
import { readBounds } from '../generation/disarm-reply.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import type { Services } from '../services.ts';
import { checkModelDraft, type CheckedDraft } from './check-model-draft.ts';
import type { ChunkToDraft, DraftCall, DraftCalls } from './draft-call.ts';
import { buildDraftPrompt } from './draft-prompt.ts';
import type { DraftedPlaces } from './drafted-places.ts';
import { storeDraftTrace } from './store-draft-trace.ts';
import { toDraft } from './to-draft.ts';

/** What came of a chunk. It was sent somewhere where there are attempts, and is on record then. */
export interface DraftOutcome {
  readonly draft: Omit<NewGoldDraft, 'id'> | null;
  /** Null where there is a draft. */
  readonly reason: NoDraftReason | null;
  readonly route: RouteOutcome;
  readonly attempts: readonly ModelAttempt[];
}

/**
 * Asks the model that the router gives for a question about a chunk, and keeps it where the chunk says what the model
 * says. Data policy, rules, the key's models, circuits and budgets decide as for an answer; each call leaves a trace.
 */
export async function askForDraft(
  asked: ChunkToDraft,
  call: DraftCall,
  services: Services,
): Promise<DraftOutcome> {
  const { document, chunk, signals } = asked;
  const { title, headingPath, text } = chunk;
  const prompt = buildDraftPrompt({ title, headingPath, text, fence: services.newFence() });
  const route = chooseWithinBudget(
    {
      signals,
      chunkClassifications: [document.classification],
      requestedModel: call.model,
      allowedModels: call.caller.models,
      promptTokens: prompt.token_count,
      retrievalConfidence: null,
    },
    services.policy,
    call.budget,
  );
  const none = { draft: null, route, attempts: [] };
  const refusal = explainRefusal(route);
  if (refusal !== null) return { ...none, reason: refusal };
  const calls = await callFor(asked, { route, prompt, call }, services);
  if (calls.attempts.length === 0) return { ...none, reason: explainSilence(calls) };
  return await takeReply(asked, { call, route, calls }, services);
}

/** What was sent stays on record when the asker leaves in the middle, too. */
async function callFor(
  asked: ChunkToDraft,
  sending: {
    readonly route: RouteOutcome;
    readonly prompt: PromptTrace;
    readonly call: DraftCall;
  },
  services: Services,
): Promise<DraftCalls> {
  const { route, prompt, call } = sending;
  const { receipt } = route;
  let sent: readonly ModelAttempt[] = [];
  try {
    const outcome = await callModels(
      {
        ...openRoute(route, services.answerModel),
        limits: services.limits,
        spending: call.budget,
        signal: call.signal,
        onDelta: null,
        onAttempt: ({ attempts }) => {
          sent = attempts;
        },
      },
      prompt,
    );
    const { attempts, skipped } = outcome;
    return { prompt, receipt, attempts, skipped, reply: replyOf(outcome) };
  } catch (error) {
    const calls = { prompt, receipt, attempts: sent, skipped: [], reply: null };
    const checked: CheckedDraft = { kind: 'not_kept', reason: 'no_reply' };
    const id = TraceId.parse(services.newId());
    if (sent.length > 0) await storeDraftTrace({ id, asked, calls, checked }, call, services);
    throw error;
  }
}

function replyOf(outcome: CallsOutcome): DraftCalls['reply'] {
  if (outcome.kind === 'quoting') return null;
  return { text: outcome.reply.text.toWellFormed(), model: outcome.model.name };
}

async function takeReply(
  asked: ChunkToDraft,
  made: { readonly call: DraftCall; readonly route: RouteOutcome; readonly calls: DraftCalls },
  services: Services,
): Promise<DraftOutcome> {
  const { call, route, calls } = made;
  const { document } = asked;
  const { reply, attempts } = calls;
  const checked = checkReply(asked, calls, call.places);
  const id = TraceId.parse(services.newId());
  await storeDraftTrace({ id, asked, calls, checked }, call, services);
  if (checked.kind === 'not_kept' || reply === null) {
    const reason = checked.kind === 'not_kept' ? checked.reason : 'no_reply';
    return { draft: null, reason, route, attempts };
  }
  const draft = toDraft(document, {
    template: 'model',
    model: reply.model,
    traceId: id,
    question: checked.question,
    acceptedAnswers: [checked.answer],
    quote: checked.quote,
  });
  return { draft, reason: null, route, attempts };
}

function checkReply(
  { document, chunk }: ChunkToDraft,
  { reply, prompt }: DraftCalls,
  places: DraftedPlaces,
): CheckedDraft {
  if (reply === null) return { kind: 'not_kept', reason: 'no_reply' };
  const { source, text } = document;
  const checked = checkModelDraft(reply.text, {
    text,
    chunk: { start: chunk.charStart, end: chunk.charEnd },
    bounds: readBounds(prompt, [chunk]),
  });
  if (checked.kind === 'not_kept') return checked;
  const isNew = places.claim(source, text.slice(checked.quote.start, checked.quote.end));
  return isNew ? checked : { kind: 'not_kept', reason: 'drafted_before' };
}

/** Null where a model may be called. */
function explainRefusal({ order, reviewReason, receipt }: RouteOutcome): NoDraftReason | null {
  if (reviewReason === null && order[0]?.provider !== 'builtin') return null;
  const refusals = new Set(receipt.candidates.map(({ refused_by: by }) => by));
  if (reviewReason === null && refusals.has('budget')) return 'over_budget';
  const isMomentary = refusals.has('breaker') || refusals.has('bulkhead');
  return reviewReason === null && isMomentary ? 'no_reply' : 'not_allowed';
}

function explainSilence({ skipped }: DraftCalls): NoDraftReason {
  return skipped.some(({ refused_by: by }) => by === 'budget') ? 'over_budget' : 'no_reply';
}
