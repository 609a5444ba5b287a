import type { LocalTierConfig } from '../../../contract/verification-config.ts';
import { messageOf } from '../../../platform/errors.ts';
import type { ClaimScorer } from '../../../models/claim-scorer.ts';
import type { ClaimTier, OpenClaim, Opinion } from './verifier-tier.ts';

type LocalRules = Pick<LocalTierConfig, 'supported_from' | 'undecided' | 'time_budget_ms'>;

/** Hard rules are surer than such a model of what it is known to miss. */
const RULES_DECIDE = 'A rule speaks against it, which this model does not overrule.';

/**
 * The tier of a model on this machine. It holds a claim against each chunk that it cites, and against all together where
 * none carries it. It never says "contradicted": that needs a conflict that can be shown.
 */
export function createLocalTier(scorer: ClaimScorer, rules: LocalRules): ClaimTier {
  return {
    tier: 'local',
    async review(claims, signal) {
      const opinions: Opinion[] = [];
      const limit = AbortSignal.timeout(rules.time_budget_ms);
      const either = AbortSignal.any([signal, limit]);
      let failure: string | null = null;
      for (const open of claims) {
        if (isRuled(open)) {
          failure ??= RULES_DECIDE;
          continue;
        }
        try {
          opinions.push(await judge(open, { scorer, rules, signal: either }));
        } catch (error) {
          failure = limit.aborted
            ? `${scorer.model} was not done after ${String(rules.time_budget_ms)} ms.`
            : `${scorer.model} failed: ${messageOf(error)}`;
          break;
        }
      }
      return { opinions, model: scorer.model, failure, promptHashes: [], replies: [], costUsd: 0 };
    },
  };
}

function isRuled({ claim: { reasons } }: OpenClaim): boolean {
  return reasons.some(({ code }) => !SOFT_REASONS.has(code));
}

const SOFT_REASONS: ReadonlySet<string> = new Set([
  'covered',
  'derived_value',
  'split_evidence',
  'low_coverage',
  'wrong_chunk',
]);

interface Means {
  readonly scorer: ClaimScorer;
  readonly rules: LocalRules;
  readonly signal: AbortSignal;
}

async function judge(
  { index, claim, chunks }: OpenClaim,
  { scorer, rules, signal }: Means,
): Promise<Opinion> {
  const texts = chunks.map(({ text }) => text);
  const alone = await scorer.score({ claim: claim.text, texts, signal });
  const carriedBy = chunks
    .map(({ marker }, at) => ({ marker, p: alone[at] ?? 0 }))
    .filter(({ p }) => p >= rules.supported_from)
    .toSorted((left, right) => right.p - left.p || left.marker - right.marker)
    .map(({ marker }) => marker);
  const together =
    carriedBy.length > 0 || texts.length === 1
      ? []
      : await scorer.score({ claim: claim.text, texts: [texts.join('\n\n')], signal });
  const p = Math.max(0, ...alone, ...together);
  const isSupported = p >= rules.supported_from;
  const isUnsure = p >= rules.undecided.from && p <= rules.undecided.to;
  const given = `${scorer.model} gives it ${p.toFixed(2)}`;
  return {
    index,
    verdict: isSupported ? 'supported' : 'unsupported',
    pSupported: p,
    reasons: [
      {
        code: isSupported ? 'local_supports' : 'local_does_not_support',
        text: `${given}; from ${rules.supported_from.toFixed(2)} on it counts as supported.`,
      },
    ],
    carriedBy,
    partlyBy: isSupported ? chunks.map(({ marker }) => marker) : [],
    evidence: null,
    openBecause: isUnsure
      ? `${given}, between ${rules.undecided.from.toFixed(2)} and ${rules.undecided.to.toFixed(2)}.`
      : null,
  };
}
