import type { IngestRun } from '../../../contract/ingest-run.ts';
import { formatCount, formatDuration } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';
import { STAGE_WORDS } from '../ui/terms/run-terms.ts';

/** How many documents went through each stage and how long it took them. */
export function StageTable({ stages }: { readonly stages: IngestRun['stages'] }) {
  return (
    <Panel title="Stages" aside="Time for each document">
      {stages.length === 0 ? (
        <EmptyState title="No document has gone through a stage yet" />
      ) : (
        <div className={table.bare}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Stage</th>
                <th scope="col" className={table.number}>
                  Documents
                </th>
                <th scope="col" className={table.number}>
                  p50
                </th>
                <th scope="col" className={table.number}>
                  p95
                </th>
                <th scope="col" className={table.number}>
                  Together
                </th>
              </tr>
            </thead>
            <tbody>
              {stages.map((stage) => (
                <tr key={stage.stage}>
                  <td data-label="Stage">{STAGE_WORDS[stage.stage]}</td>
                  <td data-label="Documents" className={table.number}>
                    {formatCount(stage.count)}
                  </td>
                  <td data-label="p50" className={table.number}>
                    {formatDuration(stage.p50_ms)}
                  </td>
                  <td data-label="p95" className={table.number}>
                    {formatDuration(stage.p95_ms)}
                  </td>
                  <td data-label="Together" className={table.number}>
                    {formatDuration(stage.total_ms)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
