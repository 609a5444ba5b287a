import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WorkflowRun } from '../../../contract/workflow.ts';
import { call } from '../api/client.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';

type Steering = 'pauseWorkflowRun' | 'resumeWorkflowRun' | 'cancelWorkflowRun' | 'retryWorkflowRun';

/** Whichever the run can take now. */
export function WorkflowRunActions({ run }: { readonly run: WorkflowRun }) {
  const queryClient = useQueryClient();
  const steerRun = async (name: Steering) => {
    await call(name, { params: { name: run.workflow, id: run.id } });
    for (const key of ['workflow-runs', 'workflow-items', 'workflow'] as const) {
      await queryClient.invalidateQueries({ queryKey: [key, run.workflow] });
    }
  };
  const steer = useMutation({ mutationFn: steerRun });
  const maySteer = useMay('ask');
  if (!maySteer) return null;
  const { failed, cancelled } = run.items;
  const isOver = run.finished_at !== null;
  const next = run.status === 'paused' ? 'resumeWorkflowRun' : 'pauseWorkflowRun';
  return (
    <Group gap={6}>
      {!isOver && (
        <>
          <Button
            size="compact-xs"
            variant="default"
            loading={steer.isPending}
            onClick={() => steer.mutate(next)}
          >
            {run.status === 'paused' ? 'Resume' : 'Pause'}
          </Button>
          <ConfirmButton
            label="Cancel"
            title="Cancel this run?"
            isDestructive
            action={() => steerRun('cancelWorkflowRun')}
          >
            Nothing more comes of it. What has been decided stays, and the other tickets can be
            tried again later.
          </ConfirmButton>
        </>
      )}
      {isOver && failed + cancelled > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          loading={steer.isPending}
          onClick={() => steer.mutate('retryWorkflowRun')}
        >
          Try {failed + cancelled} again
        </Button>
      )}
      <ActionError error={steer.error} />
    </Group>
  );
}
