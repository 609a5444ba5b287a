import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import type { Source } from '../../../contract/source.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import styles from './sources.module.css';

/** Follows a source now and shows the run that does it. */
export function SyncButton({ source }: { readonly source: Source }) {
  const startSync = useStartSync(source);
  const sync = useMutation({ mutationFn: () => startSync({}) });
  return (
    <div className={styles.sync}>
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
      {source.error !== null && (
        <ConfirmButton
          label="Allow retiring…"
          title={`Sync ${source.name} and retire what is gone?`}
          isDestructive
          action={() => startSync({ allow_mass_retire: true })}
        >
          Documents that are gone from the source are retired, even when they are more than half of
          them or all. Old traces still show what they cited.
        </ConfirmButton>
      )}
      <ActionError error={sync.error} />
    </div>
  );
}

function useStartSync(source: Source) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async (body: { readonly allow_mass_retire?: boolean }) => {
    const { run_id: runId } = await call('syncSource', { params: { id: source.id }, body });
    await queryClient.invalidateQueries({ queryKey: ['sources'] });
    await navigate({ to: '/runs/$runId', params: { runId } });
  };
}
