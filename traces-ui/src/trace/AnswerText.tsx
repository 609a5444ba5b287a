import type { Citation, Claim } from '../../../contract/verification.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermGlyph } from '../ui/Tag.tsx';
import { VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { type AnswerPart, buildAnswerParts } from './answer-parts.ts';
import styles from './answer-text.module.css';

export interface AnswerSelection {
  readonly marker: number | undefined;
  readonly claim: number | undefined;
  /** `claim` is the index of the claim whose marker it is, where that is known. */
  readonly onSelectMarker: (marker: number, claim: number | undefined) => void;
  readonly onSelectClaim: (claim: number) => void;
}

interface AnswerTextProps extends AnswerSelection {
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
}

/** The answer as it was returned: each claim tinted by its verdict, each marker a way to its evidence. */
export function AnswerText({ text, claims, citations, ...selection }: AnswerTextProps) {
  const parts = buildAnswerParts(text, claims, citations);
  return (
    <div className={styles.answer} dir="auto">
      {parts.map((part) => (
        <Part key={part.start} part={part} citations={citations} selection={selection} />
      ))}
    </div>
  );
}

interface PartProps {
  readonly part: AnswerPart;
  readonly citations: readonly Citation[];
  readonly selection: AnswerSelection;
}

function Part({ part, citations, selection }: PartProps) {
  if (part.kind === 'text') return <RevealedText text={part.text} />;
  if (part.kind === 'claim') return <ClaimPart part={part} selection={selection} />;
  return part.markers.map((marker) => (
    <MarkerButton
      key={marker}
      marker={marker}
      citation={citations.find((citation) => citation.marker === marker)}
      isSelected={selection.marker === marker}
      onSelect={(chosen) => selection.onSelectMarker(chosen, part.claim?.index)}
    />
  ));
}

interface ClaimPartProps {
  readonly part: Extract<AnswerPart, { kind: 'claim' }>;
  readonly selection: AnswerSelection;
}

function ClaimPart({ part, selection }: ClaimPartProps) {
  const { claim } = part;
  const term = VERDICT_TERMS[claim.verdict];
  const select = () => selection.onSelectClaim(claim.index);
  return (
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a button element would not wrap within a line
      role="button"
      tabIndex={0}
      className={styles.claim}
      data-tone={term.tone}
      data-selected={selection.claim === claim.index || undefined}
      data-unsupported={part.isUnsupported || undefined}
      aria-pressed={selection.claim === claim.index}
      title={`${term.label}. ${term.meaning}`}
      onClick={select}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        select();
      }}
    >
      <RevealedText text={part.text} />
      {part.isLast && (
        <span className={styles.verdict}>
          <TermGlyph icon={term.icon} size={12} />
          <span className="visually-hidden"> ({term.label})</span>
        </span>
      )}
    </span>
  );
}

interface MarkerButtonProps {
  readonly marker: number;
  readonly citation: Citation | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (marker: number) => void;
}

/** A citation's marker, wherever it is shown. */
export function MarkerButton({ marker, citation, isSelected, onSelect }: MarkerButtonProps) {
  const where = citation?.title ?? 'no chunk';
  return (
    <button
      type="button"
      className={styles.marker}
      data-dangling={citation?.chunk_id === null || undefined}
      aria-pressed={isSelected}
      aria-label={`Citation ${marker}: ${where}`}
      title={where}
      onClick={() => onSelect(marker)}
    >
      {marker}
    </button>
  );
}
