import type { CostFigure, CostSimulation } from '../../../contract/cost.ts';
import { formatCount, formatDollars, formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';

const PLAN_WORDS: Readonly<Record<CostSimulation['plans'][number]['plan'], string>> = {
  measured: 'As measured',
  what_if: 'What if',
  hosted: 'Hosted',
  self_hosted: 'Self-hosted',
  distilled: 'Distilled',
  hybrid: 'Hybrid',
};

const GROUP_WORDS: Readonly<Record<CostSimulation['groups'][number]['by'], string>> = {
  route: 'Route',
  model: 'Model',
  app: 'App',
  key: 'Key',
};

/** The plans side by side, each figure with its interval. */
export function PlanTable({ plans }: Pick<CostSimulation, 'plans'>) {
  return (
    <Panel title="Plans side by side">
      <div className={table.bare}>
        <table className={table.table} aria-label="Plans side by side">
          <thead>
            <tr>
              <th scope="col">Plan</th>
              {['A month', 'All months', 'Against measured', 'Machines'].map((name) => (
                <th scope="col" key={name} className={table.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plans.map((plan) => (
              <tr key={plan.plan}>
                <td className={table.main}>
                  {PLAN_WORDS[plan.plan]}
                  <div className={table.soft}>
                    <RevealedText text={plan.about} />
                  </div>
                </td>
                <td data-label="A month" className={table.number}>
                  <Cost figure={plan.monthly_usd} />
                </td>
                <td data-label="All months" className={table.number}>
                  <Cost figure={plan.horizon_usd} />
                </td>
                <td data-label="Against measured" className={table.number}>
                  {plan.plan === 'measured' ? '–' : <Cost figure={plan.difference_usd} />}
                </td>
                <td data-label="Machines" className={table.number}>
                  {plan.machines === null ? '–' : formatCount(plan.machines)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Who costs what, the dearest of each kind first. */
export function CostGroupTable({ groups }: Pick<CostSimulation, 'groups'>) {
  if (groups.length === 0) return null;
  return (
    <Panel title="By route, model, app and key">
      <div className={table.bare}>
        <table className={table.table} aria-label="By route, model, app and key">
          <thead>
            <tr>
              <th scope="col">By</th>
              <th scope="col">Which</th>
              <th scope="col" className={table.number}>
                Of requests
              </th>
              <th scope="col" className={table.number}>
                A month
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={`${group.by} ${group.key ?? ''}`}>
                <td data-label="By">{GROUP_WORDS[group.by]}</td>
                <td data-label="Which">
                  {group.key === null ? 'none' : <RevealedText text={group.key} />}
                </td>
                <td data-label="Of requests" className={table.number}>
                  {formatPercent(group.share)}
                </td>
                <td data-label="A month" className={table.number}>
                  <Cost figure={group.monthly_usd} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Cost({ figure }: { readonly figure: CostFigure }) {
  if (figure === null) return 'no data';
  const { value, low, high } = figure;
  return (
    <>
      {signed(value)}
      <div className={table.soft}>{`${signed(low)} to ${signed(high)}`}</div>
    </>
  );
}

function signed(usd: number): string {
  return usd < 0 ? `−${formatDollars(-usd)}` : formatDollars(usd);
}
