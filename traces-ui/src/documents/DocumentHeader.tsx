import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download, RefreshCw } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { call } from '../api/client.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatDateTime, formatHash } from '../ui/format.ts';
import page from '../ui/page.module.css';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { DOCUMENT_STATUS_TERMS, MIME_WORDS } from '../ui/terms/document-terms.ts';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';
import styles from './document.module.css';
import { HeldNotice } from './HeldNotice.tsx';
import { RetireButton } from './RetireButton.tsx';

interface DocumentHeaderProps {
  readonly document: Document;
  readonly version: number | null;
}

/** What a document is, who may read it, and what can be done with it. */
export function DocumentHeader({ document, version }: DocumentHeaderProps) {
  const mayChange = useMay('ingest') && document.status !== 'retired';
  return (
    <header className={styles.header}>
      <BackLink to="/documents">Documents</BackLink>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>
            <RevealedText text={document.title} />
          </h1>
          <p className={page.lead}>
            <RevealedText text={document.source} />
          </p>
        </div>
        <div className={styles.actions}>
          {version !== null && (
            <a
              className={styles.download}
              href={`/v1/documents/${document.id}/original?version=${version}`}
              download
            >
              <Download size={14} aria-hidden="true" /> Original
            </a>
          )}
          {mayChange && <ReingestButton documentId={document.id} />}
          {mayChange && <RetireButton document={document} />}
        </div>
      </div>
      <DocumentFacts document={document} />
      {document.error !== null && (
        <p className={styles.error}>
          The last ingest failed ({document.error.code}):{' '}
          <RevealedText text={document.error.detail} />
        </p>
      )}
      {document.held_version !== null && (
        <HeldNotice document={document} heldVersion={document.held_version} />
      )}
    </header>
  );
}

function DocumentFacts({ document }: { readonly document: Document }) {
  return (
    <Facts>
      <Fact name="Status">
        <TermTag term={DOCUMENT_STATUS_TERMS[document.status]} />
      </Fact>
      <Fact name="Version that serves">{document.version ?? 'none'}</Fact>
      <Fact name="Collection">{document.collection}</Fact>
      <Fact name="Kind">{document.mime === null ? 'not known' : MIME_WORDS[document.mime]}</Fact>
      <Fact name="Classification">
        <PlainTag tone={CLASSIFICATION_TONES[document.classification]}>
          {document.classification}
        </PlainTag>
      </Fact>
      <Fact name="May be read by">
        <RevealedText
          text={document.acl.length === 0 ? 'everyone in the workspace' : document.acl.join(', ')}
        />
      </Fact>
      <Fact name="Tags">
        <RevealedText text={document.tags.length === 0 ? 'none' : document.tags.join(', ')} />
      </Fact>
      <Fact name="Changed">{formatDateTime(document.updated_at)}</Fact>
      <Fact name="Document id">
        <span className={styles.mono}>{formatHash(document.id)}</span>
        <CopyButton text={document.id} what="document id" />
      </Fact>
    </Facts>
  );
}

/** The stored bytes once more through today's parser and chunker; the run that does it is shown. */
function ReingestButton({ documentId }: { readonly documentId: string }) {
  const navigate = useNavigate();
  const reingest = useMutation({
    mutationFn: () => call('reingestDocument', { params: { id: documentId } }),
    onSuccess: ({ run_id: runId }) => navigate({ to: '/runs/$runId', params: { runId } }),
  });
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        title="The stored file once more, through today's parser and chunker"
        leftSection={<RefreshCw size={14} aria-hidden="true" />}
        loading={reingest.isPending}
        onClick={() => reingest.mutate()}
      >
        Re-ingest
      </Button>
      <ActionError error={reingest.error} />
    </div>
  );
}
