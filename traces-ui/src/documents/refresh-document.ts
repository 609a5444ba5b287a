import type { QueryClient } from '@tanstack/react-query';
import type { Document } from '../../../contract/document.ts';
import { documentQuery } from '../api/queries.ts';

/** Shows a document as it is after a change, and asks anew for everything that the change may touch. */
export async function refreshDocument(queryClient: QueryClient, document: Document): Promise<void> {
  queryClient.setQueryData(documentQuery(document.id).queryKey, document);
  await Promise.all(
    [
      ['documents'],
      ['document-versions', document.id],
      ['document-version', document.id],
      ['version-diff', document.id],
      ['citing-answers'],
      ['trace'],
    ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}
