import { Link } from '@tanstack/react-router';
import type { Incident, Recovery } from '../../../contract/incident.ts';
import { formatDateTime, formatDuration } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag } from '../ui/Tag.tsx';
import { orNoData } from './FigureCards.tsx';
import styles from './metrics.module.css';

/** How long failures of models and their versions last, and each of them with the answers that show it. */
export function RecoveryPanel({ recovery }: { readonly recovery: Recovery }) {
  const { mean_seconds: mean, count, restored, incidents } = recovery;
  return (
    <Panel title="Recovery from failures of models">
      <dl className={styles.cards}>
        <Mean name="Mean time to recover" seconds={mean.total}>
          {restored} of {count} failures are over
        </Mean>
        <Mean name="Until detected" seconds={mean.detect}>
          From the first bad call
        </Mean>
        <Mean name="Until diverted" seconds={mean.divert}>
          From then until another model answered
        </Mean>
        <Mean name="Until restored" seconds={mean.recover}>
          From the detection
        </Mean>
      </dl>
      {incidents.length > 0 && <IncidentTable incidents={incidents} />}
    </Panel>
  );
}

function Mean(props: {
  readonly name: string;
  readonly seconds: number | null;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={styles.card}>
      <dt>{props.name}</dt>
      <dd className={styles.value}>
        {orNoData(props.seconds, (seconds) => formatDuration(seconds * 1_000))}
      </dd>
      <dd className={styles.detail}>{props.children}</dd>
    </div>
  );
}

function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <div className={`${table.frame} ${styles.below}`}>
      <table className={table.table} aria-label="Failures of models">
        <thead>
          <tr>
            {['Model', 'First bad call', 'Detected', 'Diverted', 'Restored'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {incidents.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function IncidentRow({ incident }: { readonly incident: Incident }) {
  const { models, upstream, kind, detail, first_bad_at: firstBadAt } = incident;
  const since = (instant: string) =>
    `+${formatDuration(Math.max(0, Date.parse(instant) - Date.parse(firstBadAt)))}`;
  return (
    <tr>
      <td className={table.main}>
        <strong>
          <RevealedText text={models.length > 0 ? models.join(', ') : upstream} />
        </strong>{' '}
        <PlainTag>{kind}</PlainTag>
        <div className={table.soft}>
          <RevealedText text={detail} />
        </div>
      </td>
      <td data-label="First bad call">{formatDateTime(firstBadAt)}</td>
      <td data-label="Detected">
        <Moment traceId={incident.detected_trace_id}>{since(incident.detected_at)}</Moment>
      </td>
      <td data-label="Diverted">
        {incident.diverted_at === null ? (
          'not yet'
        ) : (
          <Moment traceId={incident.diverted_trace_id}>{since(incident.diverted_at)}</Moment>
        )}
      </td>
      <td data-label="Restored">
        {incident.restored_at === null ? 'not yet' : since(incident.restored_at)}
        {incident.restored_because !== null && (
          <div className={table.soft}>{incident.restored_because.replaceAll('_', ' ')}</div>
        )}
      </td>
    </tr>
  );
}

/** A moment, with the answer that shows it where there is one. */
function Moment(props: { readonly traceId: string | null; readonly children: React.ReactNode }) {
  if (props.traceId === null) return props.children;
  return (
    <Link to="/traces/$traceId" params={{ traceId: props.traceId }}>
      {props.children}
    </Link>
  );
}
