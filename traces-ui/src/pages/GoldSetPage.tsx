import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { GoldSetVersion } from '../../../contract/gold-set.ts';
import { goldItemsQuery, goldSetQuery } from '../api/evaluation-queries.ts';
import { GoldEditor } from '../gold-sets/GoldEditor.tsx';
import { WarningList } from '../gold-sets/WarningList.tsx';
import { formatDateTime, formatQuantity } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';

const route = getRouteApi('/app/gold-sets/$name');

/** The newest version of a gold set, to look through and to change. */
export function GoldSetPage() {
  const { name } = route.useParams();
  const set = useQuery(goldSetQuery(name));
  if (set.isPending) return <LoadingState what="the gold set" lines={10} />;
  if (set.isError) {
    return (
      <ErrorState error={set.error} action="load the gold set" onRetry={() => void set.refetch()} />
    );
  }
  return <SetView key={set.data.version} set={set.data} />;
}

function SetView({ set }: { readonly set: GoldSetVersion }) {
  const items = useQuery(goldItemsQuery(set.name, set.version));
  return (
    <div className={page.page}>
      <div>
        <p className={page.lead}>
          <Link to="/evaluations">Evaluations</Link> / Gold sets
        </p>
        <h1 className={page.title}>
          {set.name}, version {set.version}
        </h1>
        <p className={page.lead}>
          {formatQuantity(set.items, 'item')}, stored {formatDateTime(set.created_at)} by{' '}
          <RevealedText text={set.created_by} />. <RevealedText text={set.note} />
        </p>
      </div>
      <WarningList warnings={set.warnings} />
      {items.isPending && <LoadingState what="items" />}
      {items.isError && (
        <ErrorState
          error={items.error}
          action="load the items"
          onRetry={() => void items.refetch()}
        />
      )}
      {items.isSuccess && <GoldEditor set={set} stored={items.data} />}
    </div>
  );
}
