import { getRouteApi } from '@tanstack/react-router';
import type { IngestRun } from '../../../contract/ingest-run.ts';
import { useMay } from '../api/use-session.ts';
import document from '../documents/document.module.css';
import { RunActions } from '../runs/RunActions.tsx';
import { RunErrors } from '../runs/RunErrors.tsx';
import { RunStaleAnswers } from '../runs/RunStaleAnswers.tsx';
import { describeBegin, describeDocuments, settledCount } from '../runs/run-progress.ts';
import styles from '../runs/runs.module.css';
import { StageTable } from '../runs/StageTable.tsx';
import { useWatchedRun } from '../runs/use-watched-run.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatCount, formatDateTime, formatHash } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Notice } from '../ui/Notice.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { RUN_KIND_WORDS, RUN_STATUS_TERMS, SYNC_STATUS_WORDS } from '../ui/terms/run-terms.ts';

const route = getRouteApi('/app/runs/$runId');

/** One ingest run, live while it goes on: how far it is, what failed, and which answers it made stale. */
export function RunPage() {
  const { runId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { run, isLive } = useWatchedRun(runId);
  const maySeeAnswers = useMay('audit');
  if (run.isPending) return <LoadingState what="the run" lines={12} />;
  // A run that is known stays in sight when asking for it again fails.
  if (run.data === undefined) {
    return (
      <>
        <h1 className="visually-hidden">Ingest run</h1>
        <ErrorState error={run.error} action="load the run" onRetry={() => void run.refetch()} />
      </>
    );
  }
  const { data } = run;
  return (
    <div className={page.page}>
      <RunHeader run={data} isLive={isLive} />
      {data.sync !== null && <SyncFigures sync={data.sync} />}
      <div className={styles.columns}>
        <StageTable stages={data.stages} />
        <RunErrors run={data} />
      </div>
      {maySeeAnswers && (
        <RunStaleAnswers
          runId={data.id}
          count={data.stale_answers}
          compared={search.compare}
          onCompare={(compare) =>
            void navigate({ search: { compare }, replace: true, resetScroll: false })
          }
        />
      )}
    </div>
  );
}

interface RunHeaderProps {
  readonly run: IngestRun;
  readonly isLive: boolean;
}

function RunHeader({ run, isLive }: RunHeaderProps) {
  return (
    <header className={document.header}>
      <BackLink to="/runs">Runs</BackLink>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>{RUN_KIND_WORDS[run.kind]}</h1>
          <div className={styles.tags}>
            <TermTag term={RUN_STATUS_TERMS[run.status]} />
            {run.finished_at === null && <span>{isLive ? 'Live' : 'Every two seconds'}</span>}
          </div>
        </div>
        <RunActions run={run} />
      </div>
      <div className={styles.progress}>
        <progress
          className={styles.track}
          max={Math.max(1, run.documents.total)}
          value={settledCount(run)}
          aria-label="Progress of the run"
        />
        <output>{describeDocuments(run)}</output>
      </div>
      <Facts>
        <Fact name="Chunks added">{formatCount(run.chunks.added)}</Fact>
        <Fact name="Chunks reused">{formatCount(run.chunks.reused)}</Fact>
        <Fact name="Chunks withdrawn">{formatCount(run.chunks.retired)}</Fact>
        <Fact name="Answers made stale">{formatCount(run.stale_answers)}</Fact>
        <Fact name="Begun">{describeBegin(run)}</Fact>
        <Fact name="Ended">
          {run.finished_at === null ? 'not yet' : formatDateTime(run.finished_at)}
        </Fact>
        <Fact name="Run id">
          <span className={styles.mono}>{formatHash(run.id)}</span>
          <CopyButton text={run.id} what="run id" />
        </Fact>
      </Facts>
    </header>
  );
}

function SyncFigures({ sync }: { readonly sync: NonNullable<IngestRun['sync']> }) {
  return (
    <Panel title="Source" aside={SYNC_STATUS_WORDS[sync.status]}>
      <div className={page.page}>
        {sync.error !== null && (
          <Notice tone="bad">
            <p>
              <RevealedText text={sync.error} />
            </p>
          </Notice>
        )}
        <Facts>
          <Fact name="Added">{formatCount(sync.added)}</Fact>
          <Fact name="Changed">{formatCount(sync.changed)}</Fact>
          <Fact name="Unchanged">{formatCount(sync.unchanged)}</Fact>
          <Fact name="Gone">{formatCount(sync.gone)}</Fact>
          <Fact name="Skipped, not readable">{formatCount(sync.skipped)}</Fact>
        </Facts>
      </div>
    </Panel>
  );
}
