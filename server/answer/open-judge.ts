import { READER_PROVIDER } from '../../contract/chat-model-config.ts';
import type { JudgeConfig } from '../../contract/verification-config.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { estimateTokens } from '../generation/build-prompt.ts';
import { callModels } from '../generation/call-models.ts';
import type { AnswerModel, CallsSoFar, CallRequest } from '../generation/generation-request.ts';
import type { JudgePrompt } from '../verification/tiers/build-judge-prompt.ts';
import {
  JUDGE_TEMPLATE,
  JUDGE_TEMPLATE_VERSION,
} from '../verification/tiers/build-judge-prompt.ts';
import { createJudgeTier, type JudgeAnswer } from '../verification/tiers/judge-tier.ts';
import type { ClaimTier } from '../verification/tiers/verifier-tier.ts';

/** What the calls of a judge are made with: those of the answer, so that it is called under the same rules. */
export interface JudgeCalls {
  /** Its `models` are all that may be called; the router chose them. */
  readonly request: CallRequest;
  /** The calls made for the answer so far; a judge's come after them, within the same limits. */
  readonly earlier: CallsSoFar;
  /** Who wrote what is judged; null where no model did. */
  readonly writer: string | null;
  readonly newFence: () => string;
}

export interface OpenedJudge {
  readonly tier: ClaimTier;
  /** With the judge's calls, as they have been made until now. */
  readonly calls: () => CallsSoFar;
}

/** A judge for one answer. Every call passes the gate, the budgets and the deadline of the answer's other calls. */
export function openJudge(config: JudgeConfig, opened: JudgeCalls): OpenedJudge {
  let calls = opened.earlier;
  const model = chooseJudge(config, opened);
  const ask = async (prompt: JudgePrompt): Promise<JudgeAnswer> => {
    if (model === null) return refuse(null, explainNoJudge(config));
    const { request } = opened;
    const sent = toPromptTrace(prompt);
    const needed = sent.token_count + model.maxOutputTokens;
    if (needed > model.contextWindow) {
      return refuse(
        model.name,
        `To judge takes ${needed} tokens; the window of ${model.name} has ${model.contextWindow}.`,
      );
    }
    const before = calls;
    const made = await callModels({ ...withoutListeners(request), models: [model] }, sent, {
      kind: 'judge',
      earlier: before,
    });
    calls = { attempts: made.attempts, skipped: made.skipped, endsAt: made.endsAt };
    const costUsd = made.attempts
      .slice(before.attempts.length)
      .reduce((sum, attempt) => sum + attempt.cost_usd, 0);
    return made.kind === 'replied'
      ? { model: model.name, text: made.reply.text.toWellFormed(), failure: null, costUsd }
      : { model: model.name, text: null, failure: `${made.failures.join('; ')}.`, costUsd };
  };
  const tier = createJudgeTier({ ask, newFence: opened.newFence, maxClaims: config.max_claims });
  return { tier, calls: () => calls };
}

/** A reader of the answer's stream is not to read the judge's words. */
function withoutListeners({ onAttempt: _onAttempt, ...request }: CallRequest): CallRequest {
  return { ...request, onDelta: null };
}

/** Only among those that may be called; another one than the writer where there is a choice. */
function chooseJudge(
  { model: wanted }: JudgeConfig,
  { request, writer }: JudgeCalls,
): AnswerModel | null {
  const callable = request.models.filter(
    ({ chat, provider }) => chat !== null && provider !== READER_PROVIDER,
  );
  if (wanted !== 'auto') return callable.find(({ name }) => name === wanted) ?? null;
  return callable.find(({ name }) => name !== writer) ?? callable[0] ?? null;
}

function explainNoJudge({ model }: JudgeConfig): string {
  return model === 'auto'
    ? 'No model may be called about this.'
    : `${model} may not be called about this.`;
}

function refuse(model: string | null, failure: string): JudgeAnswer {
  return { model, text: null, failure, costUsd: 0 };
}

function toPromptTrace({ system, user }: JudgePrompt) {
  return {
    template: JUDGE_TEMPLATE,
    version: JUDGE_TEMPLATE_VERSION,
    template_sha256: sha256Hex(system),
    messages: [
      { role: 'system' as const, content: system },
      { role: 'user' as const, content: user },
    ],
    token_count: estimateTokens(system) + estimateTokens(user),
    cut: [],
  };
}
