import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CanaryKind, CanaryRound } from '../../../contract/canary.ts';
import { call } from '../api/client.ts';
import { canariesQuery } from '../api/watch-queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatDateTime, formatPercent } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { CANARY_KIND_WORDS, CANARY_VERDICT_TERMS } from '../ui/terms/canary-terms.ts';

/** Whether models still answer as they did: the same questions, asked again and again. */
export function CanariesPage() {
  const rounds = useQuery(canariesQuery());
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: (kind: CanaryKind) => call('startCanaries', { body: { kind } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['canaries'] }),
  });
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Canaries</h1>
          <p className={page.lead}>
            The same questions, asked again and again: a model whose version changes gives other
            answers, even when it does not say so.
          </p>
        </div>
        <div>
          <Button size="xs" loading={start.isPending} onClick={() => start.mutate('check')}>
            Ask now
          </Button>{' '}
          <Button
            size="xs"
            variant="default"
            disabled={start.isPending}
            onClick={() => start.mutate('baseline')}
          >
            Record a new baseline
          </Button>
        </div>
      </div>
      {start.isError && <ActionError error={start.error} />}
      <div className={table.frame}>
        {rounds.isPending && <LoadingState what="canary rounds" />}
        {rounds.isError && (
          <ErrorState
            error={rounds.error}
            action="load the canary rounds"
            onRetry={() => void rounds.refetch()}
          />
        )}
        {rounds.isSuccess && rounds.data.data.length === 0 && (
          <EmptyState title="No model was asked yet">
            Keep at least ten questions as a <Link to="/evaluations">gold set</Link>, name it in the
            configuration, as <code>{'canaries: { gold_set: our-questions }'}</code>, and ask now.
            The first round records how each model answers; the later ones compare, every hour where
            no <code>every_minutes</code> says otherwise.
          </EmptyState>
        )}
        {rounds.isSuccess && rounds.data.data.length > 0 && (
          <RoundTable rounds={rounds.data.data} />
        )}
      </div>
    </div>
  );
}

function RoundTable({ rounds }: { readonly rounds: readonly CanaryRound[] }) {
  return (
    <table className={table.table} aria-label="Canary rounds">
      <thead>
        <tr>
          <th scope="col">Round</th>
          <th scope="col">Found</th>
          <th scope="col" className={table.number}>
            New answers
          </th>
          <th scope="col" className={table.number}>
            Distance
          </th>
          <th scope="col">Says that it is</th>
        </tr>
      </thead>
      <tbody>
        {rounds.map((round) => (
          <tr key={round.id}>
            <td className={table.main}>
              <Link to="/canaries/$roundId" params={{ roundId: round.id }}>
                <RevealedText text={round.model} />
              </Link>{' '}
              <PlainTag>{CANARY_KIND_WORDS[round.kind]}</PlainTag>
              <div className={table.soft}>{formatDateTime(round.created_at)}</div>
            </td>
            <td data-label="Found">
              {round.verdict === null ? (
                <PlainTag>{round.status}</PlainTag>
              ) : (
                <TermTag term={CANARY_VERDICT_TERMS[round.verdict]} />
              )}
            </td>
            <td data-label="New answers" className={table.number}>
              {round.changed === null ? '–' : `${round.changed} of ${round.questions}`}
            </td>
            <td data-label="Distance" className={table.number}>
              {round.distance === null ? '–' : formatPercent(round.distance)}
            </td>
            <td data-label="Says that it is">
              <RevealedText text={round.served_models.join(', ') || '–'} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
