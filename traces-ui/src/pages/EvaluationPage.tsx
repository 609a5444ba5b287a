import { Button, Progress, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { EvaluationDetail, PartFigures } from '../../../contract/evaluation.ts';
import { call } from '../api/client.ts';
import { evaluationQuery } from '../api/evaluation-queries.ts';
import { DifferenceTable } from '../evaluations/DifferenceTable.tsx';
import { FigureTable } from '../evaluations/FigureTable.tsx';
import { FoundTable } from '../evaluations/FoundTable.tsx';
import { ItemPanel } from '../evaluations/ItemPanel.tsx';
import { FrontierPanel } from '../frontier/FrontierPanel.tsx';
import { ActionError } from '../ui/ActionError.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import { formatDateTime } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Notice } from '../ui/Notice.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { EVALUATION_STATUS_TERMS } from '../ui/terms/evaluation-terms.ts';

const route = getRouteApi('/app/evaluations/$evaluationId');

/** One run: how far it has come, its variants side by side, and what became of each item. */
export function EvaluationPage() {
  const { evaluationId } = route.useParams();
  const run = useQuery(evaluationQuery(evaluationId));
  if (run.isPending) return <LoadingState what="the evaluation run" lines={10} />;
  if (run.isError) {
    return (
      <ErrorState
        error={run.error}
        action="load the evaluation run"
        onRetry={() => void run.refetch()}
      />
    );
  }
  return <RunView run={run.data} />;
}

function RunView({ run }: { readonly run: EvaluationDetail }) {
  const { gold_set: set, parts } = run;
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <BackLink to="/evaluations">Evaluations</BackLink>
          <h1 className={page.title}>
            {run.simulated && 'Simulated: '}
            <Link to="/gold-sets/$name" params={{ name: set.name }}>
              {set.name}
            </Link>
            , version {set.version}
          </h1>
          <p className={page.lead}>
            <TermTag term={EVALUATION_STATUS_TERMS[run.status]} /> {run.progress.done} of{' '}
            {run.progress.total} results, {run.progress.failed} failed, {run.progress.skipped}{' '}
            skipped
          </p>
        </div>
        <Steering run={run} />
      </div>
      <Notices run={run} />
      {parts === null ? <Running run={run} /> : <Figures parts={parts} />}
      {parts !== null && <ItemPanel id={run.id} />}
      <Panel title="The run">
        <Facts>
          <Fact name="Variants">{run.variants.map(({ name }) => name).join(', ')}</Fact>
          <Fact name="At once">{run.concurrency}</Fact>
          <Fact name="Configuration">{run.config_hashes.join(', ') || '–'}</Fact>
          <Fact name="Code">{run.code_version}</Fact>
          <Fact name="Started">{formatDateTime(run.created_at)}</Fact>
          <Fact name="Started by">
            <RevealedText text={run.created_by} />
          </Fact>
        </Facts>
      </Panel>
    </div>
  );
}

function Notices({ run }: { readonly run: EvaluationDetail }) {
  const isMixed = run.variants.length === 1 && run.config_hashes.length > 1;
  return (
    <>
      {run.simulated && (
        <Notice tone="warn">
          The models are a provider simulator: no model was called, and nothing here tells how good
          one is.
        </Notice>
      )}
      {run.failure !== null && <Notice tone="bad">{run.failure}</Notice>}
      {isMixed && (
        <Notice tone="warn">The configuration changed while it ran: its results are mixed.</Notice>
      )}
    </>
  );
}

function Running({ run }: { readonly run: EvaluationDetail }) {
  const { done, total } = run.progress;
  return (
    <Panel title="Progress" aside={`${done} of ${total}`}>
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label="Results" m="md" />
    </Panel>
  );
}

const ALL = 'All parts';

function Figures({ parts }: { readonly parts: readonly PartFigures[] }) {
  const [name, setName] = useState(ALL);
  const nameOf = ({ part }: PartFigures) => part ?? ALL;
  const shown = parts.find((part) => nameOf(part) === name) ?? parts[0];
  if (shown === undefined) return null;
  return (
    <>
      <Panel
        title={`Figures of ${shown.items} items`}
        aside={
          parts.length > 1 && (
            <Select
              size="xs"
              aria-label="Part"
              data={parts.map(nameOf)}
              value={nameOf(shown)}
              onChange={(value) => setName(value ?? ALL)}
              allowDeselect={false}
            />
          )
        }
      >
        <FigureTable variants={shown.variants} />
      </Panel>
      {shown.frontiers.map((frontier) => (
        <FrontierPanel key={frontier.effort} frontier={frontier} />
      ))}
      {shown.variants.map(({ variant, classes, fields }) => (
        <Fragment key={variant}>
          {classes.length > 0 && <FoundTable title={`Classes, ${variant}`} found={classes} />}
          {fields.length > 0 && <FoundTable title={`Fields, ${variant}`} found={fields} />}
        </Fragment>
      ))}
      {shown.comparisons.map((comparison) => (
        <DifferenceTable key={comparison.variant} comparison={comparison} />
      ))}
    </>
  );
}

function Steering({ run }: { readonly run: EvaluationDetail }) {
  const { cancel, resume } = useSteering(run.id);
  const report = (format: string) => `/v1/evaluations/${run.id}/report?format=${format}`;
  const mayResume =
    run.status === 'cancelled' || run.status === 'failed' || run.progress.failed > 0;
  return (
    <div className={page.toolbar}>
      {run.finished_at === null && (
        <Button size="xs" variant="default" data-fit onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
      {run.finished_at !== null && mayResume && (
        <Button size="xs" variant="default" data-fit onClick={() => resume.mutate()}>
          Go on
        </Button>
      )}
      {run.parts !== null &&
        ['html', 'md', 'json'].map((format) => (
          <Button
            key={format}
            size="xs"
            variant="default"
            component="a"
            href={report(format)}
            download
            data-fit
          >
            {`Report (${format})`}
          </Button>
        ))}
      <ActionError error={cancel.error ?? resume.error} />
    </div>
  );
}

function useSteering(id: string) {
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['evaluation', id] });
  const cancel = useMutation({
    mutationFn: () => call('cancelEvaluation', { params: { id } }),
    onSettled,
  });
  const resume = useMutation({
    mutationFn: () => call('resumeEvaluation', { params: { id } }),
    onSettled,
  });
  return { cancel, resume };
}
