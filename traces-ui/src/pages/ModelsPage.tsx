import { useQuery } from '@tanstack/react-query';
import type { RoutedModel } from '../../../contract/routed-model.ts';
import { routedModelsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { BudgetPanel } from '../models/BudgetPanel.tsx';
import { CircuitButton } from '../models/CircuitButton.tsx';
import { CircuitCell } from '../models/CircuitCell.tsx';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity,
} from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { PlainTag } from '../ui/Tag.tsx';
import { HOSTING_WORDS } from '../ui/terms/route-terms.ts';

/** The configured models as the server that answers sees them now. */
export function ModelsPage() {
  const models = useQuery(routedModelsQuery());
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Models</h1>
          <p className={page.lead}>
            Whether calls of each model are placed, and how the last ones went. A model whose
            circuit is not closed is passed over: the next one that policy allows answers.
          </p>
        </div>
      </div>
      <div className={table.frame}>
        {models.isPending && <LoadingState what="models" />}
        {models.isError && (
          <ErrorState
            error={models.error}
            action="load the models"
            onRetry={() => void models.refetch()}
          />
        )}
        {models.isSuccess && <ModelTable models={models.data.data} />}
      </div>
      <BudgetPanel />
    </div>
  );
}

function ModelTable({ models }: { readonly models: readonly RoutedModel[] }) {
  const maySetCircuits = useMay('admin');
  return (
    <table className={table.table} aria-label="Models">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Circuit</th>
          <th scope="col" className={table.number}>
            Calls
          </th>
          <th scope="col" className={table.number}>
            Errors
          </th>
          <th scope="col" className={table.number}>
            p95
          </th>
          <th scope="col" className={table.number}>
            Spend
          </th>
          {maySetCircuits && (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.name}>
            <td className={table.main}>
              <strong>{model.name}</strong> <PlainTag>{model.tier}</PlainTag>
              <div className={table.soft}>{describePlace(model)}</div>
            </td>
            <td data-label="Circuit" data-wide>
              <CircuitCell circuit={model.circuit} />
            </td>
            <RecentCells model={model} />
            {maySetCircuits && (
              <td className={table.number}>
                {model.circuit !== null && (
                  <CircuitButton
                    model={model}
                    isForcedOpen={model.circuit.state === 'forced_open'}
                  />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RecentCells({ model }: { readonly model: RoutedModel }) {
  const { recent, spend_usd: spendUsd } = model;
  return (
    <>
      <td data-label="Calls" className={table.number}>
        {formatCount(recent.calls)}
        <div className={table.soft}>
          in {formatQuantity(recent.window_seconds, 'second')}, {recent.in_flight} in flight
        </div>
      </td>
      <td data-label="Errors" className={table.number}>
        {recent.error_rate === null ? '–' : formatPercent(recent.error_rate)}
      </td>
      <td data-label="p95" className={table.number}>
        {recent.p95_ms === null ? '–' : formatDuration(recent.p95_ms)}
      </td>
      <td data-label="Spend" className={table.number}>
        {formatCost(spendUsd)}
        <div className={table.soft}>since the start</div>
      </td>
    </>
  );
}

function describePlace(model: RoutedModel): string {
  const { provider, provider_model: providerModel, region, hosting } = model;
  return [HOSTING_WORDS[hosting], provider, providerModel, region]
    .filter((part) => part !== null)
    .join(', ');
}
