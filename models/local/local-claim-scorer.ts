import type { LocalTierConfig } from '../../contract/verification-config.ts';
import { AppError } from '../../platform/errors.ts';
import type { ClaimScorer } from '../claim-scorer.ts';
import { folderOf, type ModelOptions } from '../model-options.ts';
import { DEFAULT_HUB_URL, DEFAULT_REVISION, ModelChild } from './model-child.ts';

/**
 * Starts a process that scores claims with transformers.js. Throws `AppError('unavailable')` that says what to do
 * when the model cannot be loaded, or gives other outputs than the configuration names.
 */
export async function openLocalClaimScorer(
  { kind, model, dtype, outputs, ...config }: LocalTierConfig,
  options: ModelOptions,
): Promise<ClaimScorer> {
  const child = new ModelChild(
    {
      task: 'judge_claims',
      kind,
      model,
      dtype,
      revision: DEFAULT_REVISION,
      cacheFolder: folderOf(config, options),
      hubUrl: DEFAULT_HUB_URL,
      threadCount: 1,
    },
    options.onProgress,
  );
  const width = await child.ready;
  const expected = kind === 'pairs' ? outputs.length : 1;
  if (width !== expected) {
    await child.close();
    throw new AppError(
      'unavailable',
      `The local model ${model} gives ${width} numbers for a pair; verification.local.outputs names ${expected}.`,
    );
  }
  return {
    model,
    async score({ claim, texts, signal }) {
      const values = await child.compute({ question: claim, texts }, signal);
      return texts.map((_text, at) => {
        const own = [...values.subarray(at * width, (at + 1) * width)];
        return kind === 'tokens' ? (own[0] ?? 0) : chanceOfSupport(own, outputs);
      });
    },
    close: () => child.close(),
  };
}

function chanceOfSupport(logits: readonly number[], outputs: LocalTierConfig['outputs']): number {
  const supported = logits[outputs.indexOf('supported')] ?? 0;
  // Of a single output the other side is 0: then this is its sigmoid.
  const others = logits.length === 1 ? [0] : logits.filter((_, at) => outputs[at] !== 'supported');
  let sum = 1;
  for (const logit of others) sum += Math.exp(logit - supported);
  return 1 / sum;
}
