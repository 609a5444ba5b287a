import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { CostSimulation } from '../../../contract/cost.ts';
import { costQuery } from '../api/queries.ts';
import { CostForm } from '../cost/CostForm.tsx';
import { CostGroupTable, PlanTable } from '../cost/CostTables.tsx';
import { formatCount, formatPercent } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Notice } from '../ui/Notice.tsx';
import page from '../ui/page.module.css';

const route = getRouteApi('/app/cost');

/** What a month of requests like those on record would cost, as they are served and as they might be. */
export function CostPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const simulation = useQuery(costQuery(search));
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Cost</h1>
        <p className={page.lead}>
          A simulated month, drawn from answers on record. Each figure has its 95 % interval; what
          nothing tells is “no data”, never 0.
        </p>
      </div>
      <CostForm search={search} onSimulate={(asked) => void navigate({ search: asked })} />
      {simulation.isPending && <LoadingState what="the simulation" lines={8} />}
      {simulation.isError && (
        <ErrorState
          error={simulation.error}
          action="simulate the cost"
          onRetry={() => void simulation.refetch()}
        />
      )}
      {simulation.data !== undefined && <Result simulation={simulation.data} />}
    </div>
  );
}

function Result({ simulation }: { readonly simulation: CostSimulation }) {
  const { sampled, simulated_requests: drawn, estimated_share: estimated } = simulation;
  return (
    <>
      {simulation.simulated && (
        <Notice tone="warn">
          The answers on record are those of a provider simulator: no model was called.
        </Notice>
      )}
      {sampled === 0 ? (
        <Notice tone="warn">No answer is on record: ask something first.</Notice>
      ) : (
        <p className={page.lead}>
          {formatCount(drawn)} requests were drawn, from {formatCount(sampled)} answers on record.
          {estimated !== null &&
            estimated > 0 &&
            ` For ${formatPercent(estimated)} of these no model was called, so that their tokens are estimated.`}
        </p>
      )}
      <PlanTable plans={simulation.plans} />
      <CostGroupTable groups={simulation.groups} />
    </>
  );
}
