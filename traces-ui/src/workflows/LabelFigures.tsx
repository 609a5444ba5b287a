import type { WorkflowFigures } from '../../../contract/workflow.ts';
import { formatCost, formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import type { TicketFilter } from '../search/workflow-search.ts';
import { FigureLink } from './FigureLink.tsx';

type Label = WorkflowFigures['labels'][number];

/** How well each class of tickets goes: what was resolved, verified, and approved by people. */
export function LabelFigures({ labels }: { readonly labels: readonly Label[] }) {
  return (
    <Panel title="Classes" aside="What the classifier made of the tickets">
      <div className={table.bare}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              {NUMBERS.map((name) => (
                <th key={name} scope="col" className={table.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label) => (
              <LabelRow key={label.label ?? ''} label={label} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const NUMBERS = [
  'Tickets',
  'Resolved',
  'Escalated',
  'Review',
  'Verified',
  'Probability',
  'Approved of decided',
  'Cost',
];

function LabelRow({ label }: { readonly label: Label }) {
  const { outcomes, decisions } = label;
  const decided = decisions.approve + decisions.correct + decisions.reject;
  const of: TicketFilter = label.label === null ? { unlabelled: 'true' } : { label: label.label };
  return (
    <tr>
      <td className={table.main}>
        {label.label === null ? <em>unsure</em> : <RevealedText text={label.label} />}
      </td>
      <td data-label="Tickets" className={table.number}>
        <FigureLink count={label.count} filter={of} what="tickets" />
      </td>
      {(['resolved', 'escalated', 'review'] as const).map((outcome) => (
        <td key={outcome} data-label={outcome} className={table.number}>
          <FigureLink
            count={outcomes[outcome]}
            filter={{ ...of, outcome }}
            what={`${outcome} tickets`}
          />
        </td>
      ))}
      <td data-label="Verified" className={table.number}>
        {formatPercent(label.verified / label.count)}
      </td>
      <td data-label="Probability" className={table.number}>
        {label.mean_probability === null ? '–' : formatPercent(label.mean_probability)}
      </td>
      <td data-label="Approved of decided" className={table.number}>
        {decided === 0 ? '–' : `${decisions.approve} of ${decided}`}
      </td>
      <td data-label="Cost" className={table.number}>
        {formatCost(label.usage.cost_usd)}
      </td>
    </tr>
  );
}
