import { useQuery } from '@tanstack/react-query';
import type { Budget, BudgetPage } from '../../../contract/budget.ts';
import { budgetsQuery } from '../api/queries.ts';
import { formatCost, formatDateTime, formatPercent } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { BUDGET_SCOPE_WORDS, BUDGET_STATE_TERMS } from '../ui/terms/budget-terms.ts';

/** What is spent and set aside of each budget today. */
export function BudgetPanel() {
  const budgets = useQuery(budgetsQuery());
  return (
    <section aria-labelledby="budgets">
      <div className={page.heading}>
        <div>
          <h2 id="budgets" className={page.title}>
            Budgets
          </h2>
          <p className={page.lead}>{budgets.isSuccess && describeDay(budgets.data)}</p>
        </div>
      </div>
      <div className={table.frame}>
        {budgets.isPending && <LoadingState what="budgets" />}
        {budgets.isError && (
          <ErrorState
            error={budgets.error}
            action="load the budgets"
            onRetry={() => void budgets.refetch()}
          />
        )}
        {budgets.isSuccess && budgets.data.data.length > 0 && (
          <BudgetTable budgets={budgets.data.data} />
        )}
      </div>
    </section>
  );
}

function describeDay({ data, day, renewed_at: renewedAt, on_exceed: onExceed }: BudgetPage) {
  if (data.length === 0) return 'Nothing bounds what answers may cost.';
  const then =
    onExceed === 'refuse'
      ? 'a question is refused that would need a dearer call'
      : 'the documents are quoted, which costs nothing';
  return `Of ${day} (UTC), renewed ${formatDateTime(renewedAt)}. Beyond a limit ${then}.`;
}

function BudgetTable({ budgets }: { readonly budgets: readonly Budget[] }) {
  return (
    <table className={table.table} aria-label="Budgets">
      <thead>
        <tr>
          <th scope="col">Budget</th>
          <th scope="col">Used</th>
          <th scope="col" className={table.number}>
            Spent
          </th>
          <th scope="col" className={table.number}>
            Set aside
          </th>
          <th scope="col" className={table.number}>
            Limit
          </th>
        </tr>
      </thead>
      <tbody>
        {budgets.map((budget) => (
          <BudgetRow key={`${budget.scope} ${budget.subject}`} budget={budget} />
        ))}
      </tbody>
    </table>
  );
}

function BudgetRow({ budget }: { readonly budget: Budget }) {
  const { scope, name, limit_usd: limit, spent_usd: spent, reserved_usd: reserved } = budget;
  const term = BUDGET_STATE_TERMS[budget.state];
  const share = (spent + reserved) / limit;
  return (
    <tr>
      <td className={table.main}>
        <strong>{name}</strong> <PlainTag>{BUDGET_SCOPE_WORDS[scope]}</PlainTag>
      </td>
      <td data-label="Used" data-wide>
        <ScoreBar label={formatPercent(share)} share={share} tone={term.tone} />{' '}
        <TermTag term={term} />
      </td>
      <td data-label="Spent" className={table.number}>
        {formatCost(spent)}
      </td>
      <td data-label="Set aside" className={table.number}>
        {formatCost(reserved)}
      </td>
      <td data-label="Limit" className={table.number}>
        {formatCost(limit)}
      </td>
    </tr>
  );
}
