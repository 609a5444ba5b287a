import { Link } from '@tanstack/react-router';
import type { MetricsSummary, Rate } from '../../../contract/metrics.ts';
import type { TracesSearch } from '../search/traces-search.ts';
import { formatCost, formatCount, formatDuration, formatPercent } from '../ui/format.ts';
import styles from './metrics.module.css';

const HOUR_MS = 3_600_000;

/** The figures that decide about production use, each with what it is of and the traces that it counts. */
export function FigureCards({ summary }: { readonly summary: MetricsSummary }) {
  const { from, to, total: figures } = summary;
  const { cost_usd: cost, hallucination, review, latency_ms: latency } = figures;
  const all: TracesSearch = { kind: 'answer', from, to };
  return (
    <dl className={styles.cards}>
      <Card name="Answers asked for" value={formatCount(figures.requests)} traces={all}>
        {figures.statuses.answered} answered, {figures.statuses.abstained} abstained,{' '}
        {figures.statuses.needs_review} held
      </Card>
      <RateCard name="Success" rate={figures.success} traces={{ ...all, counted_as: 'success' }}>
        Verified, and nobody found fault with it
      </RateCard>
      <Card name="Cost per success" value={orNoData(cost.per_success, formatCost)} traces={all}>
        {formatCost(cost.total)} in all
      </Card>
      <Card
        name="Successes per dollar"
        value={orNoData(cost.successes_per_dollar, (count) => formatCount(Math.round(count)))}
        traces={{ ...all, counted_as: 'success' }}
      >
        {cost.success_per_cost_of_1000 === null
          ? 'For the cost of all answers'
          : `The share of successes for each dollar of 1,000 successes: ${cost.success_per_cost_of_1000.toPrecision(3)}`}
      </Card>
      <Card
        name="Saved against the largest model"
        value={orNoData(cost.saving, formatPercent)}
        traces={all}
      >
        Of answers for which both costs are known
      </Card>
      <Card name="Latency p95" value={orNoData(latency?.p95 ?? null, formatDuration)} traces={all}>
        {latency === null
          ? 'Until the trace is stored'
          : `p50 ${formatDuration(latency.p50)}, p99 ${formatDuration(latency.p99)}`}
      </Card>
      <RateCard
        name="Unsupported claims"
        rate={hallucination.claims}
        traces={{ ...all, counted_as: 'unsupported' }}
      >
        In answers that went out
      </RateCard>
      <RateCard
        name="Verifier agrees with people"
        rate={hallucination.agreement}
        traces={{ ...all, counted_as: 'decided' }}
      >
        Of drafts that were decided on
      </RateCard>
      <RateCard
        name="Larger model asked"
        rate={figures.escalation}
        traces={{ ...all, counted_as: 'escalated' }}
      >
        Because of a draft
      </RateCard>
      <RateCard
        name="Other way than routed"
        rate={figures.fallback}
        traces={{ ...all, counted_as: 'fallback' }}
      >
        Another model, quotes or a person
      </RateCard>
      <RateCard
        name="Held for a person"
        rate={review.opened}
        traces={{ ...all, counted_as: 'held' }}
      >
        {review.median_hours === null
          ? 'None decided yet'
          : `Half are decided within ${formatDuration(review.median_hours * HOUR_MS)}`}
      </RateCard>
      <Card
        name="Tokens per answer"
        value={orNoData(figures.tokens.per_request, (tokens) => formatCount(Math.round(tokens)))}
        traces={all}
      >
        {formatCount(figures.tokens.input)} in, {formatCount(figures.tokens.output)} out
      </Card>
      <Card
        name="Feedback"
        value={`${figures.feedback.up} good, ${figures.feedback.down} bad`}
        traces={{ ...all, counted_as: 'rated' }}
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
