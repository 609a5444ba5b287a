import type { EvidenceChunk } from '../evidence-chunk.ts';
import { buildJudgePrompt, type JudgePrompt } from './build-judge-prompt.ts';
import { readJudgeReply, type ReadReply } from './read-judge-reply.ts';
import type { ClaimTier, OpenClaim, Opinion, TierReview } from './verifier-tier.ts';

/** What came of asking a model; the call itself, with its cost, is on record where it was made. */
export interface JudgeAnswer {
  readonly model: string | null;
  /** Null when no model answered. */
  readonly text: string | null;
  readonly failure: string | null;
  readonly costUsd: number;
}

export interface JudgeDeps {
  /** Never throws but for the caller who gave up. */
  readonly ask: (prompt: JudgePrompt) => Promise<JudgeAnswer>;
  readonly newFence: () => string;
  readonly maxClaims: number;
}

/**
 * The tier of a routed model that is asked for quotes. A contradiction counts when a rule saw it too, or when a second
 * call, which shows the chunks in reverse, finds it again; else the verdict before it stands.
 */
export function createJudgeTier({ ask, newFence, maxClaims }: JudgeDeps): ClaimTier {
  const askOnce = async (claims: readonly OpenClaim[], chunks: readonly EvidenceChunk[]) => {
    const prompt = buildJudgePrompt({ claims, chunks, fence: newFence() });
    const answer = await ask(prompt);
    const reply = read(answer, claims);
    return { prompt, answer, reply };
  };
  return {
    tier: 'judge',
    async review(open) {
      const claims = open.slice(0, maxClaims);
      const chunks = chunksOf(claims);
      const first = await askOnce(claims, chunks);
      const calls = [first];
      const doubted = findDoubted(claims, first.reply);
      if (doubted.length > 0) calls.push(await askOnce(doubted, chunksOf(doubted).toReversed()));
      const confirmed = calls[1] === undefined ? [] : opinionsOf(calls[1].reply);
      return describeReview(calls, {
        opinions: keepAgreed(opinionsOf(first.reply), doubted, confirmed),
        leftOut: open.length - claims.length,
      });
    },
  };
}

type Reply = ReadReply | { readonly kind: 'failed'; readonly detail: string };

function read({ text, failure }: JudgeAnswer, claims: readonly OpenClaim[]): Reply {
  if (text === null) return { kind: 'failed', detail: failure ?? 'No model answered.' };
  return readJudgeReply(text, claims);
}

function opinionsOf(reply: Reply): readonly Opinion[] {
  return reply.kind === 'read' ? reply.opinions : [];
}

/** Contradicted by the judge alone. */
function findDoubted(claims: readonly OpenClaim[], reply: Reply): readonly OpenClaim[] {
  const contradicted = new Set(
    opinionsOf(reply)
      .filter(({ verdict }) => verdict === 'contradicted')
      .map(({ index }) => index),
  );
  return claims.filter(
    ({ index, claim }) => contradicted.has(index) && claim.verdict !== 'contradicted',
  );
}

function keepAgreed(
  opinions: readonly Opinion[],
  doubted: readonly OpenClaim[],
  confirmed: readonly Opinion[],
): readonly Opinion[] {
  const isDoubted = (index: number) => doubted.some((open) => open.index === index);
  const isConfirmed = (index: number) =>
    confirmed.some((opinion) => opinion.index === index && opinion.verdict === 'contradicted');
  return opinions.filter(({ index }) => !isDoubted(index) || isConfirmed(index));
}

interface Called {
  readonly prompt: JudgePrompt;
  readonly answer: JudgeAnswer;
  readonly reply: Reply;
}

function describeReview(
  calls: readonly Called[],
  { opinions, leftOut }: { readonly opinions: readonly Opinion[]; readonly leftOut: number },
): TierReview {
  const details = calls.flatMap(({ reply }) => (reply.kind === 'read' ? [] : [reply.detail]));
  const unasked =
    leftOut === 0 ? [] : [`${String(leftOut)} further claims were more than it is asked about.`];
  const failures = [...details, ...unasked];
  return {
    opinions,
    model: calls.find(({ answer }) => answer.model !== null)?.answer.model ?? null,
    failure: failures.length === 0 ? null : failures.join(' '),
    promptHashes: calls.map(({ prompt }) => prompt.sha256),
    replies: calls.flatMap(({ answer: { text } }) => (text === null ? [] : [text])),
    costUsd: calls.reduce((sum, { answer }) => sum + answer.costUsd, 0),
  };
}

function chunksOf(claims: readonly OpenClaim[]): readonly EvidenceChunk[] {
  const byMarker = new Map(
    claims.flatMap(({ chunks }) => chunks.map((chunk) => [chunk.marker, chunk])),
  );
  return [...byMarker.values()].toSorted((left, right) => left.marker - right.marker);
}
