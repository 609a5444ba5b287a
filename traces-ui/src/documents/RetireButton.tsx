import { useQueryClient } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { call } from '../api/client.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { refreshDocument } from './refresh-document.ts';

/** Retires a document, after saying what that means. */
export function RetireButton({ document }: { readonly document: Document }) {
  const queryClient = useQueryClient();
  const retire = async () => {
    const retired = await call('retireDocument', { params: { id: document.id } });
    await refreshDocument(queryClient, retired);
  };
  return (
    <ConfirmButton
      label="Retire"
      icon={<Archive size={14} aria-hidden="true" />}
      title="Retire this document?"
      isDestructive
      action={retire}
    >
      It will never be retrieved again. Old traces still show what they cited.
      {document.held_version !== null && ` Version ${document.held_version} is withdrawn.`}
    </ConfirmButton>
  );
}
