import { Link } from '@tanstack/react-router';
import type { Figures, Rate } from '../../../contract/metrics.ts';
import type { TracesSearch } from '../search/traces-search.ts';
import { formatCost, formatCount, formatDuration, formatPercent } from '../ui/format.ts';
import styles from './metrics.module.css';

const HOUR_MS = 3_600_000;

/** The figures that decide about production use, each with what it is of and the traces behind it. */
export function FigureCards({ figures }: { readonly figures: Figures }) {
  const { cost_usd: cost, hallucination, review, latency_ms: latency } = figures;
  return (
    <dl className={styles.cards}>
      <Card
        name="Answers asked for"
        value={formatCount(figures.requests)}
        traces={{ kind: 'answer' }}
      >
        {figures.statuses.answered} answered, {figures.statuses.abstained} abstained,{' '}
        {figures.statuses.needs_review} held
      </Card>
      <RateCard name="Success" rate={figures.success} traces={{ verdict: 'verified' }}>
        Verified, and nobody found fault with it
      </RateCard>
      <Card name="Cost per success" value={orNoData(cost.per_success, formatCost)} traces={{}}>
        {formatCost(cost.total)} in all
        {cost.saving !== null && `; ${formatPercent(cost.saving)} less than the largest model`}
      </Card>
      <Card name="Latency p95" value={orNoData(latency?.p95 ?? null, formatDuration)} traces={{}}>
        {latency === null
          ? 'Until the trace is stored'
          : `p50 ${formatDuration(latency.p50)}, p99 ${formatDuration(latency.p99)}`}
      </Card>
      <RateCard
        name="Unsupported claims"
        rate={hallucination.claims}
        traces={{ verdict: 'partly_verified' }}
      >
        In answers that went out
      </RateCard>
      <RateCard name="Verifier agrees with people" rate={hallucination.agreement} traces={{}}>
        Of drafts that were decided on
      </RateCard>
      <RateCard name="Escalated" rate={figures.escalation} traces={{}}>
        To a larger model, because of a draft
      </RateCard>
      <RateCard name="Held for a person" rate={review.opened} traces={{ status: 'needs_review' }}>
        {review.median_hours === null
          ? 'None decided yet'
          : `Half are decided within ${formatDuration(review.median_hours * HOUR_MS)}`}
      </RateCard>
      <Card
        name="Tokens per answer"
        value={orNoData(figures.tokens.per_request, (tokens) => formatCount(Math.round(tokens)))}
        traces={{}}
      >
        {formatCount(figures.tokens.input)} in, {formatCount(figures.tokens.output)} out
      </Card>
      <Card
        name="Feedback"
        value={`${figures.feedback.up} good, ${figures.feedback.down} bad`}
        traces={{}}
      >
        As the askers said
      </Card>
    </dl>
  );
}

interface CardProps {
  readonly name: string;
  readonly value: string;
  /** The filters that list the traces behind the figure. */
  readonly traces: TracesSearch;
  readonly children: React.ReactNode;
}

function Card({ name, value, traces, children }: CardProps) {
  return (
    <div className={styles.card}>
      <dt>
        <Link to="/traces" search={traces}>
          {name}
        </Link>
      </dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.detail}>{children}</dd>
    </div>
  );
}

type RateCardProps = Omit<CardProps, 'value'> & { readonly rate: Rate };

function RateCard({ rate, children, ...card }: RateCardProps) {
  return (
    <Card {...card} value={orNoData(rate?.rate ?? null, formatPercent)}>
      {children}
      {rate !== null && (
        <div>
          {formatCount(rate.count)} of {formatCount(rate.of)}; 95 % interval{' '}
          {formatPercent(rate.low)} to {formatPercent(rate.high)}
        </div>
      )}
    </Card>
  );
}

/** No data is not zero. */
export function orNoData(value: number | null, show: (value: number) => string): string {
  return value === null ? 'no data' : show(value);
}
