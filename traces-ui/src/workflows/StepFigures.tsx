import type { WorkflowFigures } from '../../../contract/workflow.ts';
import { formatCost, formatCount, formatDuration } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';
import { valuesOf } from '../ui/terms/term.ts';
import { STEP_OUTCOME_TERMS } from '../ui/terms/workflow-terms.ts';
import { FigureLink } from './FigureLink.tsx';

type Step = WorkflowFigures['steps'][number];

/** What each step did, how long it took and what it cost. */
export function StepFigures({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <Panel title="Steps" aside="Times of the newest 5,000 tickets">
      <div className={table.bare}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Outcomes</th>
              <th scope="col" className={table.number}>
                Tickets
              </th>
              <th scope="col" className={table.number}>
                p50
              </th>
              <th scope="col" className={table.number}>
                p95
              </th>
              <th scope="col" className={table.number}>
                Tokens
              </th>
              <th scope="col" className={table.number}>
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <StepRow key={step.step} step={step} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  const { usage } = step;
  const outcomes = valuesOf(STEP_OUTCOME_TERMS).filter((name) => step.outcomes[name] !== undefined);
  return (
    <tr>
      <td data-label="Step">
        {step.step}
        {step.step !== step.kind && <div className={table.soft}>{step.kind}</div>}
      </td>
      <td data-label="Outcomes" data-wide>
        {outcomes.map((outcome) => (
          <div key={outcome}>
            <FigureLink
              count={step.outcomes[outcome] ?? 0}
              filter={{ step: step.step, ended: outcome }}
              what={`tickets whose step ${step.step} ended as ${outcome}`}
            />{' '}
            {STEP_OUTCOME_TERMS[outcome].label.toLowerCase()}
          </div>
        ))}
      </td>
      <td data-label="Tickets" className={table.number}>
        <FigureLink
          count={step.count}
          filter={{ step: step.step }}
          what={`tickets that went through ${step.step}`}
        />
      </td>
      <td data-label="p50" className={table.number}>
        {formatDuration(step.p50_ms)}
      </td>
      <td data-label="p95" className={table.number}>
        {formatDuration(step.p95_ms)}
      </td>
      <td data-label="Tokens" className={table.number}>
        {formatCount(usage.input_tokens + usage.output_tokens)}
      </td>
      <td data-label="Cost" className={table.number}>
        {formatCost(usage.cost_usd)}
      </td>
    </tr>
  );
}
