import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileText, History } from 'lucide-react';
import type { Citation, Claim } from '../../../contract/verification.ts';
import { SourceView } from '../source-view/SourceView.tsx';
import type { SourceSearch } from '../search/source-search.ts';
import { documentQuery, documentVersionQuery } from '../api/queries.ts';
import { describePlace } from '../ui/describe-place.ts';
import { EmptyState, LoadingState } from '../ui/list-states.tsx';
import { MarkedText } from '../ui/MarkedText.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { CITATION_STATUS_TERMS } from '../ui/terms/verdict-terms.ts';
import type { FrozenChunk } from './claim-evidence.ts';
import { buildEvidenceRanges, shiftRanges } from './evidence-ranges.ts';
import styles from './evidence.module.css';

interface EvidencePanelProps {
  readonly citation: Citation | undefined;
  readonly claims: readonly Claim[];
  /** The claim whose evidence is to stand out of what else the citation carries. */
  readonly claim: number | undefined;
  /** The cited chunk as the trace froze it: shown when the document itself may not be read. */
  readonly frozen: FrozenChunk | undefined;
  readonly search: SourceSearch;
  readonly onChange: (change: SourceSearch) => void;
}

/** What a citation points at: its place in words, and the document's text with the cited words marked. */
export function EvidencePanel(props: EvidencePanelProps) {
  const { citation } = props;
  if (citation === undefined) {
    return (
      <EmptyState title="No citation is open">
        Choose a number in the answer to see the words it rests on.
      </EmptyState>
    );
  }
  if (citation.document_id === null || citation.document_version === null) {
    return (
      <EmptyState title={`Citation ${citation.marker} names no chunk`}>
        The answer used a marker that belongs to none of the chunks it was given.
      </EmptyState>
    );
  }
  return (
    <article className={styles.evidence} aria-label={`Evidence of citation ${citation.marker}`}>
      <EvidenceHeader
        citation={citation}
        documentId={citation.document_id}
        version={citation.document_version}
      />
      <EvidenceText
        {...props}
        citation={citation}
        documentId={citation.document_id}
        version={citation.document_version}
      />
    </article>
  );
}

interface CitedVersion {
  readonly citation: Citation;
  readonly documentId: string;
  readonly version: number;
}

function EvidenceHeader({ citation, documentId, version }: CitedVersion) {
  const { data: document } = useQuery(documentQuery(documentId));
  const hasChanged =
    document !== undefined && document.version !== null && document.version > version;
  return (
    <header className={styles.header}>
      <h3 className={styles.title}>
        <FileText size={15} aria-hidden="true" />
        <Link
          to="/documents/$documentId"
          params={{ documentId }}
          search={{ version, chunk: citation.chunk_id ?? undefined }}
        >
          <RevealedText text={citation.title ?? 'Untitled document'} />
        </Link>
      </h3>
      <p className={styles.place}>
        <RevealedText text={describePlace(citation.heading_path, citation.title)} />
        {citation.page !== null && <PlainTag>Page {citation.page}</PlainTag>}
        <PlainTag>Version {version}</PlainTag>
        <TermTag term={CITATION_STATUS_TERMS[citation.status]} />
      </p>
      {hasChanged && (
        <p className={styles.notice} data-tone="warn">
          <History size={13} aria-hidden="true" /> The document has changed since: version{' '}
          {document.version} serves now. Below is version {version}, which the answer cites.
        </p>
      )}
    </header>
  );
}

type EvidenceTextProps = CitedVersion & EvidencePanelProps;

function EvidenceText(props: EvidenceTextProps) {
  const { citation, claims, claim, frozen, search, onChange, ...cited } = props;
  const stored = useQuery(documentVersionQuery(cited.documentId, cited.version));
  const ranges = buildEvidenceRanges(citation, claims, claim);
  const label = `Text of ${citation.title ?? 'the document'}`;
  if (stored.isPending) return <LoadingState what="the document" lines={10} />;
  if (stored.isSuccess) {
    return (
      <SourceView
        version={stored.data}
        ranges={ranges}
        label={label}
        search={search}
        onChange={onChange}
      />
    );
  }
  if (frozen !== undefined && frozen.text !== null) {
    return (
      <>
        <p className={styles.notice}>
          The document cannot be read now. This is the chunk as the trace froze it.
        </p>
        <MarkedText
          text={frozen.text}
          ranges={shiftRanges(ranges, frozen.candidate.char_start)}
          label={label}
        />
      </>
    );
  }
  return (
    <>
      <p className={styles.notice}>The document cannot be read now. This is the quoted sentence.</p>
      <blockquote className={styles.quote}>
        <mark>
          <RevealedText text={citation.quote ?? 'The quotation is not available.'} />
        </mark>
      </blockquote>
    </>
  );
}
