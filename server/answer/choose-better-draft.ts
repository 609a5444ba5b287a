import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { checkDraft, type VerifiedDraft } from './check-draft.ts';
import { decide, replace, withhold, type CheckedDraft, type Decided } from './checked-draft.ts';
import { countSupport, describeSupport } from './count-support.ts';
import { explainReasoning } from './explain-reasoning.ts';
import type { Pursuit } from './pursuit.ts';

/**
 * Of the draft that stands and a later one, that which calculates rightly, then that of which the larger share is
 * supported, and of two alike the later. The other one stays on record, and so do the calls that were made for both.
 */
export async function chooseBetterDraft(
  standing: CheckedDraft,
  drafted: GenerationOutcome,
  { clock, decided, ...pursuit }: Pursuit & { readonly decided: Decided },
): Promise<CheckedDraft> {
  clock.charge('generate');
  const later = await checkDraft(drafted, pursuit);
  clock.charge('verify');
  if (isAsGood(later, standing)) return replace(standing, later, decided);
  const { attempts, skipped, escalations, prompt } = later.generation;
  const reason = `${explainWorse(later, pursuit)} The draft before is better.`;
  return {
    ...decide(standing, decided),
    generation: { ...standing.generation, attempts, skipped, escalations, prompt },
    drafts: [...standing.drafts, withhold(later, { ...decided, reason })],
  };
}

/** What calculates wrongly is worse than what does not, however much of it is supported. */
function isAsGood(later: VerifiedDraft, standing: CheckedDraft): boolean {
  if (isWrong(later) !== isWrong(standing)) return isWrong(standing);
  return countSupport(later.verified).share >= countSupport(standing.verified).share;
}

function isWrong({ reasoning }: Pick<VerifiedDraft, 'reasoning'>): boolean {
  return reasoning !== null && reasoning.wrong.length > 0;
}

function explainWorse(
  { generation, verified, reasoning }: VerifiedDraft,
  { policy }: Pick<Pursuit, 'policy'>,
): string {
  const { name } = generation.model;
  const problem =
    reasoning !== null && isWrong({ reasoning }) ? explainReasoning(name, reasoning, policy) : null;
  return problem ?? describeSupport(name, countSupport(verified));
}
