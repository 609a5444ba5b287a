import type { RewriteConfig } from '../../contract/rewrite-config.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import { callModels } from '../generation/call-models.ts';
import type { AnswerModel, CallLimits, CallsSoFar } from '../generation/generation-request.ts';
import type { QuestionRewrite } from '../retrieval/retrieval-outcome.ts';
import type { RoutePolicy } from '../routing/choose-model.ts';
import type { ConfiguredModel } from '../routing/configured-model.ts';
import type { Question } from './answer-outcome.ts';
import { checkRewrite } from './check-rewrite.ts';
import { chooseWithinBudget } from './choose-within-budget.ts';
import { openRoute } from './open-route.ts';
import { buildRewritePrompt } from './rewrite-prompt.ts';

export interface Rewriting {
  /** Null where no model was to be asked. */
  readonly rewrite: QuestionRewrite | null;
  /** Those made for it, to be counted with the answer's. */
  readonly calls: Pick<CallsSoFar, 'attempts' | 'skipped'>;
}

export interface RewriteDeps {
  /** Null where rules alone read a question's history. */
  readonly rewriting: RewriteConfig | null;
  readonly policy: RoutePolicy;
  readonly answerModel: (model: ConfiguredModel) => AnswerModel;
  readonly limits: CallLimits;
  /** Null where nothing bounds what the answer may cost. */
  readonly budget: AnswerBudget | null;
  /** A random word that no document can guess. */
  readonly newFence: () => string;
}

const NOT_ASKED: Rewriting = { rewrite: null, calls: { attempts: [], skipped: [] } };
/** More than a question is long. */
const MAX_OUTPUT_TOKENS = 200;

/**
 * Has a model say what a question with a history asks, where one is configured. The router decides which may see the
 * question and its history; the call passes the same gate, budgets and circuit as the answer's. Whatever comes in the
 * way, or of it, the rules read the history instead, and the step says why.
 */
export async function rewriteQuestion(
  asked: { readonly question: Question; readonly signals: RouteSignals },
  deps: RewriteDeps,
): Promise<Rewriting> {
  const { rewriting } = deps;
  const { question: text, messages: history } = asked.question.request;
  if (rewriting === null || !history.some(({ role }) => role === 'user')) return NOT_ASKED;
  const prompt = buildRewritePrompt({ question: text, history, fence: deps.newFence() });
  const chosen = chooseRewriter(rewriting, { ...asked, promptTokens: prompt.token_count }, deps);
  if (chosen.model === null) return { ...NOT_ASKED, rewrite: byRules(chosen.reason) };
  const made = await callModels(chosen.request, prompt, {
    kind: 'rewrite',
    earlier: {
      attempts: [],
      skipped: [],
      endsAt: deps.limits.now() + rewriting.time_budget_ms,
    },
  });
  const calls = { attempts: made.attempts, skipped: made.skipped };
  if (made.kind !== 'replied') {
    return { calls, rewrite: byRules(`no reply came in time (${made.failures.join('; ')})`) };
  }
  const checked = checkRewrite(made.reply.text.toWellFormed(), { question: text, history });
  return checked.kind === 'usable'
    ? { calls, rewrite: { text: checked.text, reason: `written by ${made.model.name}` } }
    : { calls, rewrite: byRules(`${made.model.name} ${checked.problem}`) };
}

/** Only among the models that may be called about this question. */
function chooseRewriter(
  { model: wanted }: RewriteConfig,
  asked: {
    readonly question: Question;
    readonly signals: RouteSignals;
    readonly promptTokens: number;
  },
  deps: RewriteDeps,
) {
  const { question, signals, promptTokens } = asked;
  const route = chooseWithinBudget(
    {
      signals,
      chunkClassifications: [],
      requestedModel: 'auto',
      allowedModels: question.caller.models,
      promptTokens,
      retrievalConfidence: null,
    },
    deps.policy,
    deps.budget,
  );
  const opened = openRoute(route, deps.answerModel);
  const model = (wanted === 'auto' ? opened.models : opened.eligible).find(
    ({ name, chat }) => chat !== null && (wanted === 'auto' || name === wanted),
  );
  if (model === undefined) {
    const reason =
      wanted === 'auto'
        ? 'no model may be called about this'
        : `${wanted} may not be called about this`;
    return { model: null, reason } as const;
  }
  const { limits, budget: spending } = deps;
  return {
    model,
    request: {
      ...opened,
      models: [withShortReply(model)],
      hedges: new Set<string>(),
      limits,
      spending,
      signal: question.signal,
      onDelta: null,
    },
  } as const;
}

function withShortReply(model: AnswerModel): AnswerModel {
  return { ...model, maxOutputTokens: Math.min(model.maxOutputTokens, MAX_OUTPUT_TOKENS) };
}

function byRules(problem: string): QuestionRewrite {
  return { text: null, reason: `written by the rules, because ${problem}` };
}
