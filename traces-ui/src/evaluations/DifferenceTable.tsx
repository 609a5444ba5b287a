import type { PartFigures } from '../../../contract/evaluation.ts';
import { formatDifference, formatP, formatSaving } from '../../../contract/format-figure.ts';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';

interface Props {
  readonly comparison: PartFigures['comparisons'][number];
}

/** A variant against the first one, figure by figure; what has no data on either side is left out. */
export function DifferenceTable({ comparison }: Props) {
  const { baseline, variant, differences, saving } = comparison;
  return (
    <Panel
      title={`${variant} minus ${baseline}`}
      aside={saving === null ? undefined : formatSaving(saving)}
    >
      <div className={table.bare}>
        <table className={table.table} aria-label={`${variant} minus ${baseline}`}>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">Difference</th>
              <th scope="col" className={table.number} title="McNemar's exact test">
                p
              </th>
              <th scope="col" className={table.number}>
                Improved
              </th>
              <th scope="col" className={table.number}>
                Regressed
              </th>
              <th scope="col" className={table.number}>
                Items
              </th>
            </tr>
          </thead>
          <tbody>
            {differences
              .filter(({ n }) => n > 0)
              .map((difference) => (
                <tr key={difference.metric}>
                  <th scope="row">{difference.title}</th>
                  <td data-label="Difference">{formatDifference(difference)}</td>
                  <td data-label="p" className={table.number}>
                    {formatP(difference.p)}
                  </td>
                  <td data-label="Improved" className={table.number}>
                    {difference.improved}
                  </td>
                  <td data-label="Regressed" className={table.number}>
                    {difference.regressed}
                  </td>
                  <td data-label="Items" className={table.number}>
                    {difference.n}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
