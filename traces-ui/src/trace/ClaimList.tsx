import type { Citation, Claim } from '../../../contract/verification.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { VERDICT_REASON_WORDS, VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { MarkerButton } from './AnswerText.tsx';
import styles from './claim-list.module.css';

interface ClaimListProps {
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  readonly selectedMarker: number | undefined;
  readonly selectedClaim: number | undefined;
  readonly onSelectMarker: (marker: number, claim: number) => void;
}

/** Every sentence with its verdict in words, why, and the citations it rests on. */
export function ClaimList(props: ClaimListProps) {
  return (
    <ol className={styles.list} aria-label="Sentences and their verdicts">
      {props.claims.map((claim) => (
        <li
          key={claim.index}
          className={styles.item}
          data-selected={props.selectedClaim === claim.index || undefined}
        >
          <TermTag term={VERDICT_TERMS[claim.verdict]} />
          <div className={styles.words}>
            <p>
              <RevealedText text={claim.text} />{' '}
              {claim.markers.map((marker) => (
                <MarkerButton
                  key={marker}
                  marker={marker}
                  citation={props.citations.find((citation) => citation.marker === marker)}
                  isSelected={props.selectedMarker === marker}
                  onSelect={(chosen) => props.onSelectMarker(chosen, claim.index)}
                />
              ))}
            </p>
            <ClaimReasons reasons={claim.reasons} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Why a claim has its verdict. */
export function ClaimReasons({ reasons }: { readonly reasons: Claim['reasons'] }) {
  return reasons.map((reason) => (
    <p
      key={`${reason.code} ${reason.text}`}
      className={styles.reason}
      title={VERDICT_REASON_WORDS[reason.code]}
    >
      <RevealedText text={reason.text} />
    </p>
  ));
}
