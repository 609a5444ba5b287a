import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import type { IngestRun } from '../../../contract/ingest-run.ts';
import { call } from '../api/client.ts';
import { ingestRunQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { EmptyState } from '../ui/list-states.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { INGEST_ERROR_WORDS } from '../ui/terms/document-terms.ts';

/** What could not be ingested and why, with the way to try one document, or all of them, again. */
export function RunErrors({ run }: { readonly run: IngestRun }) {
  const queryClient = useQueryClient();
  const mayRetry = useMay('ingest') && run.status !== 'paused';
  const retry = useMutation<IngestRun, Error, string | null>({
    mutationFn: (chosen) =>
      call('retryIngestRun', {
        params: { id: run.id },
        body: chosen === null ? {} : { document_ids: [chosen] },
      }),
    onSuccess: async (retried) => {
      queryClient.setQueryData(ingestRunQuery(run.id).queryKey, retried);
      await queryClient.invalidateQueries({ queryKey: ['ingest-runs'] });
    },
  });
  const canRetryAll = mayRetry && run.documents.failed + run.documents.cancelled > 0;
  return (
    <Panel
      title="Errors"
      aside={
        canRetryAll && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<RotateCcw size={12} aria-hidden="true" />}
            loading={retry.isPending && retry.variables === null}
            onClick={() => retry.mutate(null)}
          >
            Try all again
          </Button>
        )
      }
    >
      <ActionError error={retry.error} />
      {run.errors.length === 0 ? (
        <EmptyState title="No document has failed" />
      ) : (
        <div className={table.bare}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Document</th>
                <th scope="col">Reason</th>
                <th scope="col">
                  <span className="visually-hidden">Try again</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {run.errors.map((error) => (
                <tr key={error.document_id}>
                  <td className={table.main}>
                    <Link to="/documents/$documentId" params={{ documentId: error.document_id }}>
                      <RevealedText text={error.source} />
                    </Link>
                  </td>
                  <td data-label="Reason" data-wide>
                    <div>
                      {INGEST_ERROR_WORDS[error.code]} ({error.code})
                    </div>
                    <div className={table.soft}>
                      <RevealedText text={error.detail} />
                    </div>
                  </td>
                  <td className={table.number}>
                    {mayRetry && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={`Try again: ${error.source}`}
                        loading={retry.isPending && retry.variables === error.document_id}
                        onClick={() => retry.mutate(error.document_id)}
                      >
                        Try again
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
