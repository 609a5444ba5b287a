import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { VersionDiff } from '../../../contract/version-diff.ts';
import { documentQuery, documentVersionsQuery, versionDiffQuery } from '../api/queries.ts';
import { DiffList } from '../diff/DiffList.tsx';
import styles from '../diff/diff.module.css';
import { HeldNotice } from '../documents/HeldNotice.tsx';
import { VersionPicker } from '../documents/VersionPicker.tsx';
import type { DiffSearch } from '../search/documents-search.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { CHUNK_CHANGE_TERMS } from '../ui/terms/diff-terms.ts';
import { valuesOf } from '../ui/terms/term.ts';

const route = getRouteApi('/app/documents/$documentId/diff');

/** What changed from one version of a document to another, by chunk and by word. */
export function DiffPage() {
  const { documentId } = route.useParams();
  const { from, to } = route.useSearch();
  const diff = useQuery(versionDiffQuery(documentId, { from, to }));
  return (
    <div className={page.page}>
      <BackLink to="/documents/$documentId" params={{ documentId }}>
        The document
      </BackLink>
      <h1 className={page.title}>
        What changed
        {diff.isSuccess && (
          <>
            {' '}
            in <RevealedText text={diff.data.to.title} />
          </>
        )}
      </h1>
      {diff.isPending && <LoadingState what="the changes" lines={12} />}
      {diff.isError && (
        <ErrorState
          error={diff.error}
          action="compare the versions"
          onRetry={() => void diff.refetch()}
        />
      )}
      {diff.isSuccess && <LoadedDiff diff={diff.data} />}
    </div>
  );
}

function LoadedDiff({ diff }: { readonly diff: VersionDiff }) {
  const shown = useQuery(documentQuery(diff.document_id));
  const isHeld = shown.data?.held_version === diff.to.version;
  return (
    <>
      {shown.data !== undefined && isHeld && (
        <HeldNotice document={shown.data} heldVersion={diff.to.version} />
      )}
      <VersionPickers diff={diff} serving={shown.data?.version ?? null} />
      <Counts diff={diff} />
      {diff.changes.length === 0 ? (
        <EmptyState title="The two versions say the same">
          Every chunk of version {diff.from.version} stands unchanged in version {diff.to.version}.
        </EmptyState>
      ) : (
        <DiffList diff={diff} />
      )}
    </>
  );
}

interface VersionPickersProps {
  readonly diff: VersionDiff;
  readonly serving: number | null;
}

function VersionPickers({ diff, serving }: VersionPickersProps) {
  const navigate = route.useNavigate();
  const { data: versions } = useQuery(documentVersionsQuery(diff.document_id));
  const params = { documentId: diff.document_id };
  const known = versions?.data ?? [];
  const show = (change: DiffSearch) =>
    void navigate({ search: { from: diff.from.version, to: diff.to.version, ...change } });
  return (
    <div className={styles.sides}>
      <VersionPicker
        label="From"
        versions={known}
        version={diff.from.version}
        serving={serving}
        onVersion={(from) => show({ from })}
      />
      <ArrowRight size={16} aria-hidden="true" />
      <VersionPicker
        label="To"
        versions={known}
        version={diff.to.version}
        serving={serving}
        onVersion={(to) => show({ to })}
      />
      <p className={page.lead}>
        Read{' '}
        <Link to="/documents/$documentId" params={params} search={{ version: diff.from.version }}>
          version {diff.from.version}
        </Link>{' '}
        or{' '}
        <Link to="/documents/$documentId" params={params} search={{ version: diff.to.version }}>
          version {diff.to.version}
        </Link>{' '}
        whole
      </p>
    </div>
  );
}

function Counts({ diff }: { readonly diff: VersionDiff }) {
  return (
    <dl className={styles.counts} aria-label="Chunks by what became of them">
      <div>
        <dt>Chunks kept</dt>
        <dd>{formatCount(diff.counts.kept)}</dd>
      </div>
      {valuesOf(CHUNK_CHANGE_TERMS).map((kind) => (
        <div key={kind}>
          <dt>{CHUNK_CHANGE_TERMS[kind].label}</dt>
          <dd>{formatCount(diff.counts[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}
