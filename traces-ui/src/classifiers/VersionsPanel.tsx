import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { classifierVersionsQuery } from '../api/classifier-queries.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatCount, formatDateTime, formatPercent } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag } from '../ui/Tag.tsx';
import table from '../ui/table.module.css';

interface VersionsPanelProps {
  readonly name: string;
  /** What a rollback goes back to. */
  readonly previous: number | null;
}

/** The versions, which one serves, and what people have decided in reviews as the next one's examples. */
export function VersionsPanel({ name, previous }: VersionsPanelProps) {
  const versions = useQuery(classifierVersionsQuery(name));
  const mayReview = useMay('review');
  const { activate, learn, rollBack } = useVersionActions(name);
  return (
    <Panel
      title="Versions"
      aside={
        <Group gap={6}>
          {previous !== null && (
            <Button
              size="compact-xs"
              variant="default"
              loading={rollBack.isPending}
              onClick={() => rollBack.mutate()}
            >
              Roll back to version {previous}
            </Button>
          )}
          {mayReview && (
            <Button
              size="compact-xs"
              variant="default"
              loading={learn.isPending}
              onClick={() => learn.mutate()}
            >
              Learn from reviews
            </Button>
          )}
        </Group>
      }
    >
      {versions.isPending && <LoadingState what="the versions" lines={3} />}
      {versions.isError && (
        <ErrorState
          error={versions.error}
          action="load the versions"
          onRetry={() => void versions.refetch()}
        />
      )}
      {versions.isSuccess && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Made</th>
              <th scope="col">Examples</th>
              <th scope="col">Accuracy</th>
              <th scope="col">Note</th>
              <th scope="col">
                <span className="visually-hidden">Activate</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.data.data.map((version) => (
              <tr key={version.version}>
                <td className={table.main}>{version.version}</td>
                <td data-label="Made">
                  {formatDateTime(version.created_at)} by <RevealedText text={version.created_by} />
                </td>
                <td data-label="Examples">{formatCount(version.example_count)}</td>
                <td data-label="Accuracy">{formatPercent(version.accuracy)}</td>
                <td data-label="Note">
                  <RevealedText text={version.note} />
                </td>
                <td>
                  {version.active ? (
                    <PlainTag>Active</PlainTag>
                  ) : (
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={activate.isPending}
                      onClick={() => activate.mutate(version.version)}
                    >
                      Activate version {version.version}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ActionError error={activate.error ?? learn.error ?? rollBack.error} />
    </Panel>
  );
}

function useVersionActions(name: string) {
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['classifiers'] });
  const activate = useMutation({
    mutationFn: (version: number) =>
      call('activateClassifierVersion', { params: { name, version } }),
    onSettled,
  });
  const learn = useMutation({
    mutationFn: () => call('addReviewedExamples', { params: { name }, body: {} }),
    onSettled,
  });
  const rollBack = useMutation({
    mutationFn: () => call('rollBackClassifier', { params: { name } }),
    onSettled,
  });
  return { activate, learn, rollBack };
}
