import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TraceDiff } from '../../../contract/trace-diff.ts';
import { traceDiffQuery } from '../api/queries.ts';
import { ChunkShifts } from '../compare/ChunkShifts.tsx';
import { ClaimShifts } from '../compare/ClaimShifts.tsx';
import { PairTable } from '../compare/PairTable.tsx';
import { describeMeasures, describeRoutes, describeSettings } from '../compare/describe-pairs.ts';
import styles from '../compare/compare.module.css';
import { BackLink } from '../ui/BackLink.tsx';
import { formatDateTime } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { ANSWER_STATUS_TERMS } from '../ui/terms/outcome-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { WordDiff } from '../ui/WordDiff.tsx';

const route = getRouteApi('/app/traces/$traceId/compare/$otherId');

/** Two answers, step by step: what is the same is said in a word. */
export function ComparePage() {
  const { traceId, otherId } = route.useParams();
  const diff = useQuery(traceDiffQuery(traceId, otherId));
  return (
    <div className={page.page}>
      <div>
        <BackLink to="/traces/$traceId" params={{ traceId }} search={{ tab: 'history' }}>
          The trace
        </BackLink>
        <h1 className={page.title}>Two answers compared</h1>
      </div>
      {diff.isPending && <LoadingState what="the comparison" lines={12} />}
      {diff.isError && (
        <ErrorState
          error={diff.error}
          action="compare the answers"
          onRetry={() => void diff.refetch()}
        />
      )}
      {diff.data !== undefined && <Comparison diff={diff.data} />}
    </div>
  );
}

function Comparison({ diff }: { readonly diff: TraceDiff }) {
  return (
    <div className={styles.stack}>
      <Panel title="Question">
        <WordDiff changes={diff.question.words} />
        <dl className={styles.sides}>
          <Side name="First" id={diff.from} askedAt={diff.asked_at.from} answer={diff} at="from" />
          <Side name="Second" id={diff.to} askedAt={diff.asked_at.to} answer={diff} at="to" />
        </dl>
      </Panel>
      <Panel
        title="Answer"
        aside={diff.answer.same ? 'the same, to the last character' : undefined}
      >
        <WordDiff changes={diff.answer.words} />
      </Panel>
      <Panel title="Claims" aside={sameOr(diff.claims.length, 'differ')}>
        <ClaimShifts shifts={diff.claims} />
      </Panel>
      <Panel title="Chunks" aside={`${diff.retrieval.kept} in the same place`}>
        <ChunkShifts shifts={diff.retrieval.shifts} />
      </Panel>
      <div className={styles.columns}>
        <Panel title="Settings">
          <PairTable caption="What both were answered under" rows={describeSettings(diff)} />
        </Panel>
        <Panel title="Route">
          <PairTable caption="Who answered, and why" rows={describeRoutes(diff)} />
        </Panel>
        <Panel title="Measures">
          <PairTable caption="What both took" rows={describeMeasures(diff)} />
        </Panel>
      </div>
    </div>
  );
}

function sameOr(count: number, words: string): string {
  return count === 0 ? 'the same' : `${count} ${words}`;
}

interface SideProps {
  readonly name: string;
  readonly id: string;
  readonly askedAt: string;
  readonly answer: TraceDiff;
  readonly at: 'from' | 'to';
}

function Side({ name, id, askedAt, answer: { answer }, at }: SideProps) {
  return (
    <div>
      <dt>
        {name}: <time dateTime={askedAt}>{formatDateTime(askedAt)}</time>
      </dt>
      <dd>
        <TermTag term={ANSWER_STATUS_TERMS[answer.status[at]]} />{' '}
        <TermTag term={ANSWER_VERDICT_TERMS[answer.verdict[at]]} />{' '}
        <Link to="/traces/$traceId" params={{ traceId: id }}>
          <RevealedText text={`Trace ${id.slice(-8)}`} />
        </Link>
      </dd>
    </div>
  );
}
