import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { VersionComparison } from '../../../contract/classifier.ts';
import { classifierVersionsQuery, versionComparisonQuery } from '../api/classifier-queries.ts';
import { formatCount, formatPercent } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import styles from './classifiers.module.css';
import { formatPoints } from './format-points.ts';

const route = getRouteApi('/app/classifiers/$name');

/** Two versions side by side; nothing where there is only one. */
export function ComparePanel({ name }: { readonly name: string }) {
  const versions = useQuery(classifierVersionsQuery(name));
  const navigate = route.useNavigate();
  const { from: askedFrom, to: askedTo } = route.useSearch();
  const numbers = versions.data?.data.map(({ version }) => version) ?? [];
  const [newest, next] = numbers;
  if (newest === undefined || next === undefined) return null;
  const from = askedFrom ?? next;
  const to = askedTo ?? newest;
  const data = numbers.map(String);
  return (
    <Panel title="Compare two versions" aside="Each cross-validated on its own examples">
      <div className={page.toolbar}>
        <Select
          label="From version"
          data={data}
          value={String(from)}
          allowDeselect={false}
          onChange={(value) => void navigate({ search: { from: Number(value), to } })}
        />
        <Select
          label="To version"
          data={data}
          value={String(to)}
          allowDeselect={false}
          onChange={(value) => void navigate({ search: { from, to: Number(value) } })}
        />
      </div>
      <Comparison name={name} from={from} to={to} />
    </Panel>
  );
}

interface ComparisonProps {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function Comparison({ name, from, to }: ComparisonProps) {
  const comparison = useQuery(versionComparisonQuery(name, from, to));
  if (comparison.isPending) return <LoadingState what="the comparison" lines={4} />;
  if (comparison.isError) {
    return (
      <ErrorState
        error={comparison.error}
        action="compare the versions"
        onRetry={() => void comparison.refetch()}
      />
    );
  }
  const { examples, accuracy_change, macro_f1_change, labels } = comparison.data;
  return (
    <div className={styles.outcome}>
      <Facts>
        <Fact name="Accuracy">{formatPoints(accuracy_change)}</Fact>
        <Fact name="Macro F1">{formatPoints(macro_f1_change)}</Fact>
        <Fact name="Examples added">{formatCount(examples.added)}</Fact>
        <Fact name="Removed">{formatCount(examples.removed)}</Fact>
        <Fact name="Labelled otherwise">{formatCount(examples.relabelled)}</Fact>
        <Fact name="Kept">{formatCount(examples.kept)}</Fact>
      </Facts>
      <ChangedLabels labels={labels} />
    </div>
  );
}

function ChangedLabels({ labels }: Pick<VersionComparison, 'labels'>) {
  const changed = labels.filter(({ f1_from, f1_to }) => f1_from !== f1_to);
  if (changed.length === 0) return <p>The F1 of no label differs.</p>;
  return (
    <table className={table.table}>
      <caption className="visually-hidden">
        Labels whose F1 differs, the greatest change first
      </caption>
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">F1 before</th>
          <th scope="col">F1 after</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ label, f1_from, f1_to }) => (
          <tr key={label}>
            <td className={table.main}>
              <RevealedText text={label} />
            </td>
            <td data-label="F1 before">
              {f1_from === null ? 'no such label' : formatPercent(f1_from)}
            </td>
            <td data-label="F1 after">{f1_to === null ? 'no such label' : formatPercent(f1_to)}</td>
            <td data-label="Change">
              {f1_from === null || f1_to === null ? '–' : formatPoints(f1_to - f1_from)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
