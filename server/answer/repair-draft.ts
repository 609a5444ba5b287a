import { READER_PROVIDER } from '../../contract/chat-model-config.ts';
import type { Claim } from '../../contract/verification.ts';
import { askAgain } from '../generation/ask-again.ts';
import { buildRepair, estimateRepairTokens } from '../generation/build-repair.ts';
import { decide, type CheckedDraft } from './checked-draft.ts';
import { chooseBetterDraft } from './choose-better-draft.ts';
import { countSupport, describeSupport } from './count-support.ts';
import type { Pursuit } from './pursuit.ts';

/** Asks the model of the draft once more, with the claims named that are not supported. */
export async function repair(checked: CheckedDraft, pursuit: Pursuit): Promise<CheckedDraft> {
  const { request, clock } = pursuit;
  const { generation, verified } = checked;
  const { model } = generation;
  const before = countSupport(verified);
  const reason = describeSupport(model.name, before);
  if (model.provider === READER_PROVIDER) {
    const why = `${model.name} reads chunks, and would find the same again.`;
    return decide(checked, { decision: 'repair', reason: `${reason} ${why}` });
  }
  const prompt = buildRepair({
    prompt: generation.prompt,
    fence: request.fence,
    draft: generation.text,
    failures: before.unsupported.map((claim) => ({ text: claim.text, problem: explain(claim) })),
  });
  const needed = estimateRepairTokens(prompt) + model.maxOutputTokens;
  if (needed > model.contextWindow) {
    return decide(checked, {
      decision: 'repair',
      reason: `${reason} A repair needs ${needed} tokens; the window of ${model.name} has ${model.contextWindow}.`,
    });
  }
  const ask = { kind: 'repair', models: [model], prompt, reason } as const;
  const asked = await askAgain(generation, request, ask);
  if (asked.kind === 'failed') {
    clock.charge('generate');
    return decide(
      { ...checked, generation: asked.generation },
      {
        decision: 'repair',
        reason: `${reason} It was not repaired: ${asked.failures.join('; ')}.`,
      },
    );
  }
  const decided = { decision: 'repair', reason: `${reason} It was asked for again.` } as const;
  return chooseBetterDraft(checked, asked.generation, { ...pursuit, decided });
}

function explain({ verdict, reasons }: Claim): string {
  const problems = reasons.map(({ text }) => text).join(' ');
  return problems === '' ? verdict : `${verdict}: ${problems}`;
}
