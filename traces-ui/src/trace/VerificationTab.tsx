import type { Claim } from '../../../contract/verification.ts';
import { formatPercent } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { Fact, Facts } from '../ui/Panel.tsx';
import { DifferingText } from '../ui/DifferingText.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import {
  ANSWER_VERDICT_TERMS,
  VERDICT_REASON_WORDS,
  VERDICT_TERMS,
} from '../ui/terms/verdict-terms.ts';
import { MarkerButton } from './AnswerText.tsx';
import { ClaimDecided, TierRuns } from './TierRuns.tsx';
import { excerptEvidence, type FrozenChunk } from './claim-evidence.ts';
import { markDifferences } from './mark-differences.ts';
import styles from './trace.module.css';
import type { AnswerTrace } from './trace-shape.ts';
import local from './verification.module.css';

interface VerificationTabProps {
  readonly trace: AnswerTrace;
  readonly frozen: ReadonlyMap<string, FrozenChunk>;
  readonly selectedClaim: number | undefined;
  readonly onSelectMarker: (marker: number, claim: number) => void;
}

/** Each claim beside the words that the verifier held against it. */
export function VerificationTab(props: VerificationTabProps) {
  const { verification } = props.trace;
  return (
    <div className={styles.stack}>
      <Facts>
        <Fact name="Verdict">
          <TermTag term={ANSWER_VERDICT_TERMS[verification.verdict]} />
        </Fact>
        <Fact name="Verifier">{verification.verifier}</Fact>
        <Fact name="Citation precision">{formatShare(verification.citation_precision)}</Fact>
        <Fact name="Citation recall">{formatShare(verification.citation_recall)}</Fact>
        <Fact name="Unsupported claims">{verification.unsupported_claims}</Fact>
      </Facts>
      <p className={styles.lead}>
        Words of a claim that its evidence does not have are marked, with what stands there in their
        place. The marks help to read; the verdict is the verifier’s.
      </p>
      <TierRuns runs={verification.tiers ?? []} />
      {verification.claims.length === 0 && <EmptyState title="The answer makes no claim" />}
      <ol className={local.claims}>
        {verification.claims.map((claim) => (
          <ClaimCard key={claim.index} claim={claim} {...props} />
        ))}
      </ol>
    </div>
  );
}

interface ClaimCardProps extends VerificationTabProps {
  readonly claim: Claim;
}

function ClaimCard({ claim, trace, frozen, selectedClaim, onSelectMarker }: ClaimCardProps) {
  const term = VERDICT_TERMS[claim.verdict];
  return (
    <li className={local.claim} data-selected={claim.index === selectedClaim || undefined}>
      <div className={styles.line}>
        <TermTag term={term} />
        {claim.verdict !== 'not_a_claim' && (
          <ScoreBar
            label={`${formatPercent(claim.p_supported)} supported`}
            share={claim.p_supported}
            tone={term.tone}
            title="The verifier's probability that the evidence supports the claim"
          />
        )}
        {claim.markers.map((marker) => (
          <MarkerButton
            key={marker}
            marker={marker}
            citation={trace.answer.citations.find((one) => one.marker === marker)}
            isSelected={false}
            onSelect={(chosen) => onSelectMarker(chosen, claim.index)}
          />
        ))}
      </div>
      <EvidencePair claim={claim} frozen={frozen} />
      {claim.decision !== undefined && <ClaimDecided decision={claim.decision} />}
      {claim.reasons.length > 0 && (
        <ul className={local.reasons}>
          {claim.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.text}`}>
              <PlainTag title={VERDICT_REASON_WORDS[reason.code]}>{reason.code}</PlainTag>{' '}
              <RevealedText text={reason.text} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

type EvidencePairProps = Pick<ClaimCardProps, 'claim' | 'frozen'>;

/** What was claimed beside what it was held against, and the words in which the two differ. */
function EvidencePair({ claim, frozen }: EvidencePairProps) {
  const excerpts = claim.evidence.map((evidence) => ({
    evidence,
    text: excerptEvidence(evidence, frozen.get(evidence.chunk_id)),
  }));
  const readable = excerpts.flatMap(({ text }) => (text === null ? [] : [text]));
  const marks = markDifferences(claim.text, readable);
  return (
    <div className={local.pair}>
      <div>
        <h3 className={local.side}>Claim</h3>
        <p>
          <DifferingText text={claim.text} marks={marks.claim} />
        </p>
      </div>
      <div>
        <h3 className={local.side}>Evidence</h3>
        {claim.evidence.length === 0 && <p className={styles.lead}>None was found.</p>}
        {excerpts.map(({ evidence, text }) => (
          <p key={`${evidence.chunk_id}-${evidence.char_start}`} className={local.excerpt}>
            {text === null ? (
              <em>The text may not be read with your key.</em>
            ) : (
              <DifferingText text={text} marks={marks.evidence[readable.indexOf(text)] ?? []} />
            )}
          </p>
        ))}
      </div>
    </div>
  );
}

function formatShare(share: number | null): string {
  return share === null ? 'nothing to count' : formatPercent(share);
}
