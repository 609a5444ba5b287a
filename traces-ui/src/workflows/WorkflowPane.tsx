import { Link } from '@tanstack/react-router';
import type { StepResult } from '../../../contract/workflow-step.ts';
import trace from '../trace/trace.module.css';
import type { WorkflowTrace } from '../trace/trace-shape.ts';
import { formatCost, formatDuration } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { STEP_OUTCOME_TERMS } from '../ui/terms/workflow-terms.ts';
import styles from './workflows.module.css';

/** A ticket's way through its workflow: what each step said, and the trace of the call that it made. */
export function WorkflowPane({ trace: { workflow } }: { readonly trace: WorkflowTrace }) {
  const { definition, run_id: run, answer_id: answerId, steps } = workflow;
  return (
    <div className={trace.answerPane}>
      <Panel
        title={`Workflow ${definition.name}`}
        aside={
          <Link to="/workflows/$name" params={{ name: definition.name }} search={{ run }}>
            Open run
          </Link>
        }
      >
        <ol className={styles.steps}>
          {steps.map((step) => (
            <StepLine key={step.step} step={step} />
          ))}
        </ol>
      </Panel>
      <p>
        <Link to="/traces/$traceId" params={{ traceId: answerId }}>
          {workflow.outcome === 'resolved' ? 'The answer that was sent' : 'The draft that is held'}
        </Link>
      </p>
    </div>
  );
}

function StepLine({ step }: { readonly step: StepResult }) {
  const { trace_id: traceId, model, usage } = step;
  const facts = [
    model,
    formatDuration(step.duration_ms),
    usage.cost_usd === 0 ? null : formatCost(usage.cost_usd),
  ];
  return (
    <li className={styles.step}>
      <div className={styles.stepHead}>
        <strong>
          <RevealedText text={step.step} />
        </strong>
        <TermTag term={STEP_OUTCOME_TERMS[step.outcome]} />
        {traceId !== null && (
          <Link to="/traces/$traceId" params={{ traceId }}>
            Trace
          </Link>
        )}
      </div>
      <div>
        <RevealedText text={step.reason} />
      </div>
      <div className={table.soft}>
        <RevealedText text={facts.filter((fact) => fact !== null).join(', ')} />
      </div>
    </li>
  );
}
