import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { call } from '../api/client.ts';
import { useMay } from '../api/use-session.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { formatQuantity } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { refreshDocument } from './refresh-document.ts';

interface HeldNoticeProps {
  readonly document: Document;
  readonly heldVersion: number;
}

/** Says that a version waits for approval, why, and where to look before approving it. */
export function HeldNotice({ document, heldVersion }: HeldNoticeProps) {
  const mayApprove = useMay('ingest');
  const params = { documentId: document.id };
  return (
    <Notice
      tone="warn"
      actions={mayApprove && <ApproveButton document={document} heldVersion={heldVersion} />}
    >
      <p>
        <strong>Version {heldVersion} is held for approval.</strong>{' '}
        {formatQuantity(document.finding_count, 'finding')} in it;{' '}
        {document.version === null
          ? 'nothing serves until it is approved.'
          : `version ${document.version} goes on serving.`}
      </p>
      <p>
        <Link
          to="/documents/$documentId"
          params={params}
          search={{ tab: 'findings', version: heldVersion }}
        >
          Read the findings
        </Link>
        {document.version !== null && (
          <>
            {' · '}
            <Link
              to="/documents/$documentId/diff"
              params={params}
              search={{ from: document.version, to: heldVersion }}
            >
              See what changes
            </Link>
          </>
        )}
      </p>
    </Notice>
  );
}

function ApproveButton({ document, heldVersion }: HeldNoticeProps) {
  const queryClient = useQueryClient();
  const approve = async () => {
    const approved = await call('patchDocument', {
      params: { id: document.id },
      body: { approved: true, approved_version: heldVersion },
    });
    await refreshDocument(queryClient, approved);
  };
  return (
    <ConfirmButton
      label="Approve"
      icon={<Check size={14} aria-hidden="true" />}
      title={`Approve version ${heldVersion}?`}
      action={approve}
    >
      It serves from the next question on, with {formatQuantity(document.finding_count, 'finding')}{' '}
      in it and the settings that came with it. Answers that cite what it changes become stale.
    </ConfirmButton>
  );
}
