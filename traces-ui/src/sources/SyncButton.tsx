import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import type { Source } from '../../../contract/source.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';

/** Follows a source now and shows the run that does it. */
export function SyncButton({ source }: { readonly source: Source }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const sync = useMutation({
    mutationFn: () => call('syncSource', { params: { id: source.id }, body: {} }),
    onSuccess: async ({ run_id: runId }) => {
      await queryClient.invalidateQueries({ queryKey: ['sources'] });
      await navigate({ to: '/runs/$runId', params: { runId } });
    },
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Sync now: ${source.name}`}
        leftSection={<RefreshCw size={12} aria-hidden="true" />}
        loading={sync.isPending}
        onClick={() => sync.mutate()}
      >
        Sync now
      </Button>
      <ActionError error={sync.error} />
    </>
  );
}
