import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { answerQuery, traceQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { AnswerView } from '../ask/AnswerView.tsx';
import { AskForm } from '../ask/AskForm.tsx';
import type { AskChoices } from '../ask/AskOptions.tsx';
import styles from '../ask/ask.module.css';
import { ExampleQuestions } from '../ask/ExampleQuestions.tsx';
import { RunningAnswer } from '../ask/RunningAnswer.tsx';
import { useAnswerStream } from '../ask/use-answer-stream.ts';
import type { AskSearch } from '../search/ask-search.ts';
import { revealEvidence } from '../trace/reveal-evidence.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';

const route = getRouteApi('/app/');

/** Ask a question, watch the answer come, and read it beside its evidence. */
export function AskPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [draft, setDraft] = useState('');
  const choices = readChoices(search);
  const { progress, ask, stop } = useAnswerStream({
    // The question stays in the history entry: in the address it would reach the server's log.
    onDone: (answer, question) =>
      void navigate({
        search: (current) => ({
          ...current,
          answer: answer.id,
          marker: undefined,
          claim: undefined,
        }),
        state: (current) => ({ ...current, question }),
        replace: true,
      }),
    onSignedOut: () => void navigate({ to: '/sign-in' }),
  });
  const askQuestion = (question: string) => {
    setDraft(question);
    const { collections, model, as_of: asOf } = search;
    void navigate({ search: { collections, model, as_of: asOf }, replace: true });
    ask(toRequest(question, choices));
  };
  const isEmpty = progress.kind === 'idle' && search.answer === undefined;
  return (
    <div className={styles.page} data-empty={isEmpty || undefined}>
      <div className={styles.top}>
        <h1 className={isEmpty ? styles.welcome : 'visually-hidden'}>
          Ask, and check every sentence of the answer
        </h1>
        <AskForm
          question={draft}
          choices={choices}
          isRunning={progress.kind === 'running'}
          isCompact={!isEmpty}
          onQuestion={setDraft}
          onChoices={({ collections, model, asOf }) =>
            void navigate({
              search: (current) => ({
                ...current,
                collections: collections.join(',') || undefined,
                model,
                as_of: asOf,
              }),
              state: (current) => current,
              replace: true,
            })
          }
          onAsk={askQuestion}
          onStop={stop}
        />
      </div>
      {isEmpty && <ExampleQuestions onAsk={askQuestion} />}
      {progress.kind === 'running' && <RunningAnswer progress={progress} />}
      {progress.kind === 'failed' && (
        <ErrorState
          error={new Error(progress.message)}
          action="answer the question"
          onRetry={() => askQuestion(progress.question)}
        />
      )}
      {progress.kind !== 'running' && progress.kind !== 'failed' && search.answer !== undefined && (
        <StoredAnswer id={search.answer} />
      )}
    </div>
  );
}

function readChoices({ collections, model, as_of: asOf }: AskSearch): AskChoices {
  return { collections: collections?.split(',') ?? [], model, asOf };
}

function toRequest(question: string, choices: AskChoices): BodyInput<'createAnswer'> {
  const { collections, model, asOf } = choices;
  return {
    question,
    ...(collections.length > 0 && { collections: [...collections] }),
    ...(model !== undefined && { model }),
    ...(asOf !== undefined && { as_of: asOf }),
  };
}

function StoredAnswer({ id }: { readonly id: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useLocation({ select: (location) => location.state.question });
  const answer = useQuery(answerQuery(id));
  const mayAudit = useMay('audit');
  const trace = useQuery({ ...traceQuery(id), enabled: asked === undefined && mayAudit });
  if (answer.isPending) return <LoadingState what="the answer" />;
  if (answer.isError) {
    return (
      <ErrorState
        error={answer.error}
        action="load the answer"
        onRetry={() => void answer.refetch()}
      />
    );
  }
  const set = (change: AskSearch) =>
    void navigate({
      search: (current) => ({ ...current, ...change }),
      state: (current) => current,
      replace: true,
      resetScroll: false,
    });
  return (
    <AnswerView
      answer={answer.data}
      question={asked ?? trace.data?.question.text ?? null}
      marker={search.marker}
      claim={search.claim}
      search={search}
      onChange={set}
      onSelectMarker={(chosen, claimOfMarker) => {
        set({ marker: chosen, claim: claimOfMarker, page: undefined });
        revealEvidence();
      }}
    />
  );
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    question?: string;
  }
}
