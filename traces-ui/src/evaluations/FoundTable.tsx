import type { FoundFigures } from '../../../contract/evaluation.ts';
import { formatInterval } from '../../../contract/format-figure.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';

const MEASURES = [
  ['Precision', 'precision'],
  ['Recall', 'recall'],
  ['F1', 'f1'],
] as const;

/** Precision, recall and F1 of each class, or of each field, with their intervals. */
export function FoundTable({
  title,
  found,
}: {
  readonly title: string;
  readonly found: readonly FoundFigures[];
}) {
  return (
    <Panel title={title}>
      <div className={table.bare}>
        <table className={table.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Right / found / expected</th>
              {MEASURES.map(([name]) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <tr key={one.name}>
                <th scope="row">
                  <RevealedText text={one.name} />
                </th>
                <td data-label="Right / found / expected">
                  {one.right} / {one.found} / {one.expected}
                </td>
                {MEASURES.map(([name, measure]) => (
                  <td key={name} data-label={name}>
                    {formatInterval(one[measure])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
