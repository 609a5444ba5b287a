import { Link } from '@tanstack/react-router';
import type { ReviewDetail } from '../../../contract/review.ts';
import { describePlace } from '../ui/describe-place.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { splitText } from '../ui/split-text.ts';
import { PlainTag } from '../ui/Tag.tsx';
import { formatQuantity } from '../ui/format.ts';
import styles from './reviews.module.css';

interface EvidenceListProps {
  readonly review: ReviewDetail;
  readonly marker: number | undefined;
}

type Chunk = ReviewDetail['evidence'][number];

/** The chunks that the draft rests on, the words that its sentences use marked. */
export function EvidenceList({ review, marker }: EvidenceListProps) {
  const { evidence, draft } = review;
  return (
    <Panel title="Evidence" aside={formatQuantity(evidence.length, 'chunk')}>
      {evidence.length === 0 && <EmptyState title="Nothing was found" />}
      <ol className={styles.evidence}>
        {evidence.map((chunk) => (
          <li key={chunk.marker} data-selected={chunk.marker === marker || undefined}>
            <p className={styles.place}>
              <PlainTag>{`[${chunk.marker}]`}</PlainTag>{' '}
              <Link
                to="/documents/$documentId"
                params={{ documentId: chunk.document_id }}
                search={{ version: chunk.document_version, chunk: chunk.chunk_id }}
              >
                <RevealedText text={chunk.title} />
              </Link>{' '}
              <RevealedText text={describePlace(chunk.heading_path, chunk.title)} />
              {chunk.page !== null && `, page ${chunk.page}`}
            </p>
            <p className={styles.text} dir="auto">
              {chunk.text === null ? (
                <em>You may not read this chunk.</em>
              ) : (
                <MarkedChunk chunk={chunk} text={chunk.text} claims={draft?.claims ?? []} />
              )}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface MarkedChunkProps {
  readonly chunk: Chunk;
  readonly text: string;
  readonly claims: NonNullable<ReviewDetail['draft']>['claims'];
}

function MarkedChunk({ chunk, text, claims }: MarkedChunkProps) {
  const ranges = claims
    .flatMap((claim) => claim.evidence)
    .filter((span) => span.chunk_id === chunk.chunk_id)
    .map((span) => ({
      start: span.char_start - chunk.char_start,
      end: span.char_end - chunk.char_start,
      label: 'used',
    }));
  return splitText(text, ranges).map((part) =>
    part.labels.length === 0 ? (
      <RevealedText key={part.start} text={part.text} />
    ) : (
      <mark key={part.start}>
        <RevealedText text={part.text} />
      </mark>
    ),
  );
}
