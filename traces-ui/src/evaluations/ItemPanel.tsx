import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EvaluatedItem } from '../../../contract/evaluation.ts';
import { evaluatedItemsQuery } from '../api/evaluation-queries.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { CHANGE_TERMS } from '../ui/terms/evaluation-terms.ts';
import {
  describeEnding,
  describeResult,
  isShown,
  ITEM_FILTERS,
  type ItemFilter,
} from './item-filter.ts';

/** What became of each item under each variant, with the traces of the answers. */
export function ItemPanel({ id }: { readonly id: string }) {
  const [filter, setFilter] = useState<ItemFilter>('all');
  const items = useInfiniteQuery(evaluatedItemsQuery(id));
  const loaded = items.data?.pages.flatMap(({ data }) => data) ?? [];
  const rows = loaded.filter((item) => isShown(item, filter));
  return (
    <Panel
      title="Items"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Which items"
          data={[...ITEM_FILTERS]}
          value={filter}
          onChange={(value) => {
            setFilter(ITEM_FILTERS.find((one) => one.value === value)?.value ?? 'all');
          }}
        />
      }
    >
      {items.isPending && <LoadingState what="items" />}
      {items.isError && (
        <ErrorState
          error={items.error}
          action="load the items"
          onRetry={() => void items.refetch()}
        />
      )}
      {items.isSuccess && rows.length === 0 && (
        <EmptyState title="No such item">
          {items.hasNextPage ? 'None among those that are loaded.' : 'None in this run.'}
        </EmptyState>
      )}
      {rows.length > 0 && <ItemTable rows={rows} />}
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
  );
}

function ItemTable({ rows }: { readonly rows: readonly EvaluatedItem[] }) {
  const variants = rows[0]?.results.map(({ variant }) => variant) ?? [];
  return (
    <div className={table.bare}>
      <table className={table.table} aria-label="Items">
        <thead>
          <tr>
            <th scope="col">Item</th>
            {variants.map((variant) => (
              <th scope="col" key={variant}>
                {variant}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ item, results }) => (
            <tr key={item.id}>
              <td className={table.main}>
                <PlainTag>{item.part}</PlainTag> <RevealedText text={item.input} />
                <div className={table.soft}>
                  <RevealedText text={item.id} />
                </div>
              </td>
              {results.map((result) => (
                <td key={result.variant} data-label={result.variant} data-wide>
                  <Result result={result} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Result({ result }: { readonly result: EvaluatedItem['results'][number] }) {
  const { observation, change, trace_id: traceId } = result;
  const term = CHANGE_TERMS[change];
  return (
    <>
      <p>
        {term !== null && <TermTag term={term} />} {describeEnding(result)}{' '}
        {traceId !== null && (
          <Link to="/traces/$traceId" params={{ traceId }}>
            Trace
          </Link>
        )}
      </p>
      <p className={table.soft} dir="auto">
        <RevealedText text={describeResult(observation)} />
      </p>
    </>
  );
}
