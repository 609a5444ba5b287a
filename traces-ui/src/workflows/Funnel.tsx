import { getRouteApi, Link } from '@tanstack/react-router';
import type { WorkflowFigures } from '../../../contract/workflow.ts';
import type { TicketFilter } from '../search/workflow-search.ts';
import { formatCount, formatCost, formatDuration, formatPercent } from '../ui/format.ts';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import styles from './workflows.module.css';

const route = getRouteApi('/app/workflows/$name');

interface Stage {
  readonly name: string;
  readonly count: number;
  readonly filter: TicketFilter;
}

/** From what came in to what people decided; each number leads to its tickets. */
export function Funnel({ figures }: { readonly figures: WorkflowFigures }) {
  const { tickets, outcomes, decisions, usage } = figures;
  const stages: readonly Stage[] = [
    { name: 'Ended', count: tickets, filter: {} },
    { name: 'Resolved by itself', count: outcomes.resolved, filter: { outcome: 'resolved' } },
    { name: 'Larger model asked', count: figures.larger_model, filter: { larger: 'true' } },
    { name: 'Escalated to a person', count: outcomes.escalated, filter: { outcome: 'escalated' } },
    { name: 'For review by policy', count: outcomes.review, filter: { outcome: 'review' } },
    { name: 'Wait for a person', count: decisions.open, filter: { decision: 'open' } },
    { name: 'Approved', count: decisions.approve, filter: { decision: 'approve' } },
    { name: 'Corrected', count: decisions.correct, filter: { decision: 'correct' } },
    { name: 'Rejected', count: decisions.reject, filter: { decision: 'reject' } },
    { name: 'Failed', count: figures.failed, filter: { status: 'failed' } },
  ];
  return (
    <Panel title="Funnel" aside="Every number leads to its tickets">
      <div className={styles.funnel}>
        {stages.map((stage) => (
          <StageLink key={stage.name} stage={stage} total={tickets} />
        ))}
      </div>
      <Facts>
        <Fact name="Tokens">
          {formatCount(usage.input_tokens)} in, {formatCount(usage.output_tokens)} out
        </Fact>
        <Fact name="Cost">{formatCost(usage.cost_usd)}</Fact>
        <Fact name="Cost of a ticket">
          {tickets === 0 ? 'no data' : formatCost(usage.cost_usd / tickets)}
        </Fact>
        <Fact name="p50">{tickets === 0 ? 'no data' : formatDuration(figures.p50_ms)}</Fact>
        <Fact name="p95">{tickets === 0 ? 'no data' : formatDuration(figures.p95_ms)}</Fact>
      </Facts>
    </Panel>
  );
}

function StageLink({ stage, total }: { readonly stage: Stage; readonly total: number }) {
  const { name } = route.useParams();
  const search = route.useSearch();
  return (
    <Link
      to="/workflows/$name"
      params={{ name }}
      search={{ run: search.run, ...stage.filter }}
      hash="tickets"
      className={styles.stage}
    >
      <span>{stage.name}</span>
      <span className={styles.count}>{formatCount(stage.count)}</span>
      <span className={styles.share}>
        {total === 0 ? '–' : formatPercent(stage.count / total)} of all
      </span>
    </Link>
  );
}
