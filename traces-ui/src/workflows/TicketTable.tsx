import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { WorkflowItem } from '../../../contract/workflow.ts';
import { workflowItemsQuery } from '../api/workflow-queries.ts';
import { describeFilter } from '../search/workflow-search.ts';
import { formatCost, formatDuration, formatPercent } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { REVIEW_DECISION_TERMS, REVIEW_STATUS_TERMS } from '../ui/terms/review-terms.ts';
import { ITEM_OUTCOME_TERMS, ITEM_STATUS_TERMS } from '../ui/terms/workflow-terms.ts';

const route = getRouteApi('/app/workflows/$name');

/** The tickets behind the figure that was chosen. */
export function TicketTable({ isOpen }: { readonly isOpen: boolean }) {
  const { name } = route.useParams();
  const search = route.useSearch();
  const { run, larger, ended, ...filter } = search;
  const filters = { ...filter, run_id: run, larger_model: larger, step_outcome: ended };
  const items = useInfiniteQuery(workflowItemsQuery(name, filters, isOpen));
  const rows = items.data?.pages.flatMap((loaded) => loaded.data) ?? [];
  const words = describeFilter(search);
  return (
    <div id="tickets">
      <Panel
        title="Tickets"
        aside={
          words !== '' && (
            <>
              <RevealedText text={words} />{' '}
              <Link to="/workflows/$name" params={{ name }} search={{ run }} hash="tickets">
                Show all
              </Link>
            </>
          )
        }
      >
        {items.isPending && <LoadingState what="tickets" />}
        {items.isError && (
          <ErrorState
            error={items.error}
            action="load the tickets"
            onRetry={() => void items.refetch()}
          />
        )}
        {items.isSuccess && rows.length === 0 && <EmptyState title="There is no such ticket" />}
        {rows.length > 0 && <TicketRows rows={rows} />}
        {items.hasNextPage && (
          <div className={page.more}>
            <Button
              size="xs"
              variant="default"
              loading={items.isFetchingNextPage}
              onClick={() => void items.fetchNextPage()}
            >
              Load more
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

function TicketRows({ rows }: { readonly rows: readonly WorkflowItem[] }) {
  return (
    <div className={table.bare}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Ticket</th>
            <th scope="col">Outcome</th>
            <th scope="col">Class</th>
            <th scope="col">Person</th>
            <th scope="col" className={table.number}>
              Time
            </th>
            <th scope="col" className={table.number}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <TicketRow key={`${item.run_id}/${item.position}`} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SHOWN_CHARACTERS = 160;

function TicketRow({ item }: { readonly item: WorkflowItem }) {
  const { outcome, status, error, label, probability, trace_id: traceId } = item;
  const why = error?.detail ?? item.steps.at(-1)?.reason;
  const text = item.text.slice(0, SHOWN_CHARACTERS).toWellFormed();
  return (
    <tr>
      <td className={table.main}>
        {traceId === null ? (
          <RevealedText text={text} />
        ) : (
          <Link to="/traces/$traceId" params={{ traceId }}>
            <RevealedText text={text} />
          </Link>
        )}
        <div className={table.soft}>
          <RevealedText text={[item.key ?? `#${item.position}`, why].filter(Boolean).join(': ')} />
        </div>
      </td>
      <td data-label="Outcome">
        <TermTag
          term={outcome === null ? ITEM_STATUS_TERMS[status] : ITEM_OUTCOME_TERMS[outcome]}
        />
      </td>
      <td data-label="Class">
        {label === null ? <em>unsure</em> : <RevealedText text={label} />}
        {probability !== null && (
          <div className={table.soft}>{formatPercent(probability)} probable</div>
        )}
      </td>
      <td data-label="Person">{item.review !== null && <ReviewLink review={item.review} />}</td>
      <td data-label="Time" className={table.number}>
        {item.total_ms === null ? '–' : formatDuration(item.total_ms)}
      </td>
      <td data-label="Cost" className={table.number}>
        {formatCost(item.usage.cost_usd)}
      </td>
    </tr>
  );
}

function ReviewLink({ review }: { readonly review: NonNullable<WorkflowItem['review']> }) {
  const term =
    review.decision === null ? REVIEW_STATUS_TERMS.open : REVIEW_DECISION_TERMS[review.decision];
  return (
    <Link to="/reviews/$reviewId" params={{ reviewId: review.id }}>
      <TermTag term={term} />
    </Link>
  );
}
