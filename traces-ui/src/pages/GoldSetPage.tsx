import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { GoldSetVersion } from '../../../contract/gold-set.ts';
import { goldItemsQuery, goldSetQuery } from '../api/evaluation-queries.ts';
import { DraftsPanel } from '../gold-sets/DraftsPanel.tsx';
import { GoldEditor } from '../gold-sets/GoldEditor.tsx';
import { WarningList } from '../gold-sets/WarningList.tsx';
import { GOLD_SET_VIEWS } from '../search/gold-set-search.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { formatDateTime, formatQuantity } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { valueIn, valuesOf } from '../ui/terms/term.ts';
import styles from '../gold-sets/gold-sets.module.css';

const route = getRouteApi('/app/gold-sets/$name');

/** The newest version of a gold set, to look through and to change, and what documents propose for it. */
export function GoldSetPage() {
  const { name } = route.useParams();
  const set = useQuery(goldSetQuery(name));
  if (set.isPending) return <LoadingState what="the gold set" lines={10} />;
  if (set.isError) {
    return (
      <ErrorState error={set.error} action="load the gold set" onRetry={() => void set.refetch()} />
    );
  }
  return <SetView set={set.data} />;
}

function SetView({ set }: { readonly set: GoldSetVersion }) {
  const { view = 'items' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className={page.page}>
      <div>
        <BackLink to="/evaluations">Evaluations</BackLink>
        <h1 className={page.title}>
          {set.name}, version {set.version}
        </h1>
        <p className={page.lead}>
          {formatQuantity(set.items, 'item')}, stored {formatDateTime(set.created_at)} by{' '}
          <RevealedText text={set.created_by} />. <RevealedText text={set.note} />
        </p>
      </div>
      <WarningList warnings={set.warnings} />
      <SegmentedControl
        size="xs"
        aria-label="What is shown"
        className={styles.views ?? ''}
        data={valuesOf(GOLD_SET_VIEWS).map((value) => ({ value, label: GOLD_SET_VIEWS[value] }))}
        value={view}
        onChange={(value) => void navigate({ search: { view: valueIn(GOLD_SET_VIEWS, value) } })}
      />
      {view === 'drafts' ? <DraftsPanel name={set.name} /> : <Items set={set} />}
    </div>
  );
}

function Items({ set }: { readonly set: GoldSetVersion }) {
  const items = useQuery(goldItemsQuery(set.name, set.version));
  return (
    <>
      {items.isPending && <LoadingState what="items" />}
      {items.isError && (
        <ErrorState
          error={items.error}
          action="load the items"
          onRetry={() => void items.refetch()}
        />
      )}
      {items.isSuccess && <GoldEditor key={set.version} set={set} stored={items.data} />}
    </>
  );
}
