import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { checkDraft } from './check-draft.ts';
import { decide, replace, withhold, type CheckedDraft, type Decided } from './checked-draft.ts';
import { countSupport, describeSupport } from './count-support.ts';
import type { Pursuit } from './pursuit.ts';

/**
 * Of the draft that stands and a later one, that of which the larger share is supported, and of two alike
 * the later. The other one stays on record, and so do the calls that were made for both.
 */
export async function chooseBetterDraft(
  standing: CheckedDraft,
  drafted: GenerationOutcome,
  { clock, decided, ...pursuit }: Pursuit & { readonly decided: Decided },
): Promise<CheckedDraft> {
  clock.charge('generate');
  const later = await checkDraft(drafted, pursuit);
  clock.charge('verify');
  const { generation, verified } = later;
  const support = countSupport(verified);
  if (support.share >= countSupport(standing.verified).share) {
    return replace(standing, later, decided);
  }
  const { attempts, skipped, escalations, prompt } = generation;
  const reason = `${describeSupport(generation.model.name, support)} That is less than of the draft before.`;
  return {
    ...decide(standing, decided),
    generation: { ...standing.generation, attempts, skipped, escalations, prompt },
    drafts: [...standing.drafts, withhold(later, { ...decided, reason })],
  };
}
