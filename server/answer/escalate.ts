import { tierRank, type ModelAttempt } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import { askAgain, type AskedAgain } from '../generation/ask-again.ts';
import type { AnswerModel } from '../generation/generation-request.ts';
import { decide, type CheckedDraft } from './checked-draft.ts';
import { chooseBetterDraft } from './choose-better-draft.ts';
import { countSupport, describeSupport } from './count-support.ts';
import { explainReasoning } from './explain-reasoning.ts';
import type { Pursuit } from './pursuit.ts';

/**
 * Asks larger and larger models, of those that the router gave and in its order, until enough of a draft
 * is supported and it calculates rightly, or none is left.
 */
export async function escalate(checked: CheckedDraft, pursuit: Pursuit): Promise<CheckedDraft> {
  let standing = checked;
  for (;;) {
    const reason = findWanting(standing, pursuit);
    const models = reason === null ? [] : listLarger(standing, pursuit);
    if (reason === null || models.length === 0) return standing;
    const { generation } = standing;
    const prompt = promptFor(standing, pursuit);
    const ask = { kind: 'escalation', models, prompt, reason } as const;
    const asked = await askAgain(generation, pursuit.request, ask);
    if (asked.kind === 'failed') return keep(standing, asked, { ...pursuit, reason });
    const decided = {
      decision: 'escalate',
      reason: `${reason} ${asked.generation.model.name} was asked.`,
    } as const;
    standing = await chooseBetterDraft(standing, asked.generation, { ...pursuit, decided });
  }
}

/** That of the draft; a draft that was read has none. */
function promptFor({ generation }: CheckedDraft, { request }: Pursuit): PromptTrace {
  const { prompt } = generation;
  return prompt.messages.length > 0 ? prompt : request.task.writePrompt(request);
}

/** Why the draft is not enough, in words; null where it is. */
function findWanting(
  { generation, verified, reasoning }: CheckedDraft,
  { policy }: Pursuit,
): string | null {
  const support = countSupport(verified);
  const isSupported = support.unsupported.length === 0 || support.share >= policy.acceptAt;
  if (!isSupported) return describeSupport(generation.model.name, support);
  return reasoning === null ? null : explainReasoning(generation.model.name, reasoning, policy);
}

/** Those whose turn has already come are not asked again; to have judged or rewritten is no such turn. */
function listLarger({ generation }: CheckedDraft, { request }: Pursuit): readonly AnswerModel[] {
  const { attempts, skipped } = generation;
  const tried = new Set([
    ...attempts.filter(hasHadItsTurn).map((attempt) => attempt.requested_model),
    ...skipped.map(({ model }) => model),
  ]);
  return request.eligible.filter(
    ({ name, tier, chat }) =>
      chat !== null && tierRank(tier) > tierRank(generation.model.tier) && !tried.has(name),
  );
}

/** One that was asked beside another and cancelled has said nothing yet. */
function hasHadItsTurn({ kind, error }: ModelAttempt): boolean {
  if (kind === 'judge' || kind === 'rewrite') return false;
  return kind !== 'hedge' || error?.code !== 'cancelled';
}

function keep(
  standing: CheckedDraft,
  asked: AskedAgain,
  { clock, reason }: Pursuit & { readonly reason: string },
): CheckedDraft {
  clock.charge('generate');
  return decide(
    { ...standing, generation: asked.generation },
    {
      decision: 'escalate',
      reason: `${reason} No larger model answered: ${asked.failures.join('; ')}.`,
    },
  );
}
