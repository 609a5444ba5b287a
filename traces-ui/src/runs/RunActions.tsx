import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, Pause, Play } from 'lucide-react';
import type { IngestRun } from '../../../contract/ingest-run.ts';
import { call } from '../api/client.ts';
import { ingestRunQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import styles from './runs.module.css';

type Steering = 'pauseIngestRun' | 'resumeIngestRun' | 'cancelIngestRun';

/** Pause, resume and cancel, whichever the run can take now. */
export function RunActions({ run }: { readonly run: IngestRun }) {
  const queryClient = useQueryClient();
  const steerRun = async (name: Steering) => {
    const steered = await call(name, { params: { id: run.id } });
    queryClient.setQueryData(ingestRunQuery(run.id).queryKey, steered);
    await queryClient.invalidateQueries({ queryKey: ['ingest-runs'] });
  };
  const steer = useMutation({ mutationFn: steerRun });
  const maySteer = useMay('ingest');
  if (!maySteer || run.finished_at !== null) return null;
  const isPaused = run.status === 'paused';
  return (
    <div>
      <div className={styles.actions}>
        <Button
          size="xs"
          variant="default"
          loading={steer.isPending}
          leftSection={
            isPaused ? (
              <Play size={14} aria-hidden="true" />
            ) : (
              <Pause size={14} aria-hidden="true" />
            )
          }
          onClick={() => steer.mutate(isPaused ? 'resumeIngestRun' : 'pauseIngestRun')}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <ConfirmButton
          label="Cancel run"
          icon={<Ban size={14} aria-hidden="true" />}
          title="Cancel this run?"
          isDestructive
          action={() => steerRun('cancelIngestRun')}
        >
          Nothing more of it is published. What it has published stays, and what it has not begun
          can be tried again later.
        </ConfirmButton>
      </div>
      <ActionError error={steer.error} />
    </div>
  );
}
