import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { CanaryAnswer, CanaryRoundDetail } from '../../../contract/canary.ts';
import { canaryRoundQuery } from '../api/watch-queries.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { formatCost, formatDateTime, formatPercent } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { CANARY_KIND_WORDS, CANARY_VERDICT_TERMS } from '../ui/terms/canary-terms.ts';

const route = getRouteApi('/app/canaries/$roundId');

/** One round: what was found, and each answer beside what the baseline has of the same question. */
export function CanaryRoundPage() {
  const { roundId } = route.useParams();
  const round = useQuery(canaryRoundQuery(roundId));
  if (round.isPending) return <LoadingState what="the canary round" lines={8} />;
  if (round.isError) {
    return (
      <ErrorState
        error={round.error}
        action="load the canary round"
        onRetry={() => void round.refetch()}
      />
    );
  }
  return <RoundView round={round.data} />;
}

function RoundView({ round }: { readonly round: CanaryRoundDetail }) {
  const { distance, own_distance: own, p_value: pValue } = round;
  return (
    <div className={page.page}>
      <div>
        <BackLink to="/canaries">Canaries</BackLink>
        <h1 className={page.title}>
          {CANARY_KIND_WORDS[round.kind]} of <RevealedText text={round.model} />
        </h1>
        <p className={page.lead}>
          {round.verdict === null ? (
            <PlainTag>{round.status}</PlainTag>
          ) : (
            <TermTag term={CANARY_VERDICT_TERMS[round.verdict]} />
          )}{' '}
          {round.detail}
        </p>
      </div>
      <Panel title="What was found">
        <Facts>
          <Fact name="Asked">{formatDateTime(round.created_at)}</Fact>
          <Fact name="Answers">
            {round.answered} came, {round.failed} did not
          </Fact>
          <Fact name="Distance from the baseline">
            {distance === null ? 'no data' : formatPercent(distance)}
          </Fact>
          <Fact name="Distance within the baseline">
            {own === null ? 'no data' : formatPercent(own)}
          </Fact>
          <Fact name="Likely by chance">{pValue === null ? 'no data' : `p = ${pValue}`}</Fact>
          <Fact name="Says that it is">
            <RevealedText text={round.served_models.join(', ') || 'nothing'} />
          </Fact>
          <Fact name="Fingerprints">
            <RevealedText text={round.fingerprints.join(', ') || 'none'} />
          </Fact>
          <Fact name="Cost">{formatCost(round.cost_usd)}</Fact>
        </Facts>
      </Panel>
      <div className={table.frame}>
        <AnswerTable answers={round.answers} />
      </div>
    </div>
  );
}

function AnswerTable({ answers }: { readonly answers: readonly CanaryAnswer[] }) {
  return (
    <table className={table.table} aria-label="Answers">
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Answer</th>
          <th scope="col">Baseline</th>
          <th scope="col" className={table.number}>
            Distance
          </th>
        </tr>
      </thead>
      <tbody>
        {answers.map((answer) => (
          <tr key={answer.question}>
            <td className={table.main}>
              <RevealedText text={answer.question} />
            </td>
            <td data-label="Answer" data-wide>
              <RevealedText text={answer.answer ?? answer.error ?? ''} />
            </td>
            <td data-label="Baseline" data-wide>
              {[...new Set(answer.baseline)].map((said) => (
                <div key={said}>
                  <RevealedText text={said} />
                </div>
              ))}
            </td>
            <td data-label="Distance" className={table.number}>
              {answer.distance === null ? '–' : formatPercent(answer.distance)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
