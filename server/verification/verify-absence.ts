import type { Claim } from '../../contract/verification.ts';
import { isMetaTerm } from './classify-claim.ts';
import type { EvidenceIndex } from './index-evidence.ts';
import type { ReadClaim } from './read-claim.ts';
import { measureSupport } from './measure-support.ts';
import { reason } from './verify-claim.ts';

/** A sentence that holds this much of what is said to be missing speaks against its absence. */
const FOUND_FROM = 0.85;
const MIN_TOPIC_TERMS = 2;
/**
 * Of 1,168 such sentences of RAGTruth's training answers where nothing was found, people called 48 unsupported. Where
 * something speaks of the subject (21), it seldom answers what was asked: that is for a person to see.
 */
const P_CONFIRMED = 0.96;
const P_DOUBTFUL = 0.5;

/** "The documents do not say …": looked for in all the evidence, whatever the claim cites. */
export function verifyAbsence(
  claim: ReadClaim,
  markers: readonly number[],
  index: EvidenceIndex,
): Omit<Claim, 'index'> {
  const topic = claim.terms.filter(({ term }) => !isMetaTerm(term));
  const { best, window } = measureSupport(topic, index.chunks, index);
  const isFound = topic.length >= MIN_TOPIC_TERMS && best !== null && window >= FOUND_FROM;
  const found = isFound ? best.indexed : null;
  const sentence = found?.sentences[best?.from ?? 0];
  return {
    text: claim.wording,
    char_start: claim.start,
    char_end: claim.end,
    markers: [...markers],
    verdict: 'absence_claim',
    p_supported: found === null ? P_CONFIRMED : P_DOUBTFUL,
    reasons: [
      found === null
        ? reason('absence_confirmed', 'Nothing in the retrieved text speaks of this.')
        : reason('absence_false', `[${String(found.chunk.marker)}] seems to speak of this.`),
    ],
    unsupported_spans: found === null ? [] : [{ char_start: claim.start, char_end: claim.end }],
    evidence:
      found === null || sentence === undefined
        ? []
        : [
            {
              chunk_id: found.chunk.chunk_id,
              document_id: found.chunk.document_id,
              document_version: found.chunk.document_version,
              char_start: found.chunk.char_start + sentence.start,
              char_end: found.chunk.char_start + sentence.end,
            },
          ],
  };
}
