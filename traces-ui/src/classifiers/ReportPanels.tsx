import type { ClassifierReport } from '../../../contract/classifier.ts';
import type { LabelDescription } from '../../../contract/label.ts';
import { formatCount, formatDuration, formatPercent } from '../ui/format.ts';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import table from '../ui/table.module.css';
import styles from './classifiers.module.css';
import { CoverageCurve } from './CoverageCurve.tsx';

const SHOWN = 20;

interface ReportProps {
  readonly report: ClassifierReport;
  /** What its labels mean. */
  readonly descriptions: readonly LabelDescription[];
}

/** How good a version is on examples that it was not trained on. */
export function ReportPanels({ report, descriptions }: ReportProps) {
  return (
    <>
      <Panel title="Report" aside={`Cross-validated in ${report.folds} parts`}>
        <Facts>
          <Fact name="Accuracy">{formatPercent(report.accuracy)}</Fact>
          <Fact name="Macro F1">{formatPercent(report.macro_f1)}</Fact>
          <Fact name="Probabilities are off by">{formatPercent(report.calibration.error)}</Fact>
          <Fact name="Examples">
            {formatCount(report.examples.used)} of {formatCount(report.examples.given)} given
          </Fact>
          <Fact name="Given twice">{formatCount(report.examples.duplicates)}</Fact>
          <Fact name="With several labels">{formatCount(report.examples.contradictory)}</Fact>
          <Fact name="Trained in">{formatDuration(report.training_ms)}</Fact>
        </Facts>
      </Panel>
      <Panel title="Accuracy by coverage">
        <CoverageCurve coverage={report.coverage} />
      </Panel>
      <LabelTable labels={report.labels} descriptions={descriptions} />
      <ConfusionList confusions={report.confusions} />
      <SuspectList suspects={report.suspects} />
      {report.contradictions.length > 0 && (
        <Panel title="Texts with several labels, left out">
          <ul>
            {report.contradictions.map(({ text, labels }) => (
              <li key={text}>
                <RevealedText text={text} />: <RevealedText text={labels.join(', ')} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

interface LabelTableProps extends Pick<ReportProps, 'descriptions'> {
  readonly labels: ClassifierReport['labels'];
}

function LabelTable({ labels, descriptions }: LabelTableProps) {
  const meanings = new Map(descriptions.map(({ label, description }) => [label, description]));
  const worstFirst = labels.toSorted((left, right) => left.f1 - right.f1);
  return (
    <Panel title="Labels" aside="The lowest F1 first">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Examples</th>
            <th scope="col">Precision</th>
            <th scope="col">Recall</th>
            <th scope="col">F1</th>
          </tr>
        </thead>
        <tbody>
          {worstFirst.map(({ label, examples, precision, recall, f1 }) => (
            <tr key={label}>
              <td className={table.main}>
                <RevealedText text={label} />
                {meanings.has(label) && (
                  <div className={table.soft}>
                    <RevealedText text={meanings.get(label) ?? ''} />
                  </div>
                )}
              </td>
              <td data-label="Examples">{formatCount(examples)}</td>
              <td data-label="Precision">{formatPercent(precision)}</td>
              <td data-label="Recall">{formatPercent(recall)}</td>
              <td data-label="F1">
                <ScoreBar label={formatPercent(f1)} share={f1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function ConfusionList({ confusions }: { readonly confusions: ClassifierReport['confusions'] }) {
  if (confusions.length === 0) return null;
  return (
    <Panel title="Taken for another label" aside="The most frequent first">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Taken for</th>
            <th scope="col">Texts</th>
          </tr>
        </thead>
        <tbody>
          {confusions.slice(0, SHOWN).map(({ label, predicted, count }) => (
            <tr key={`${label}\n${predicted}`}>
              <td className={table.main}>
                <RevealedText text={label} />
              </td>
              <td data-label="Taken for">
                <RevealedText text={predicted} />
              </td>
              <td data-label="Texts">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function SuspectList({ suspects }: { readonly suspects: ClassifierReport['suspects'] }) {
  if (suspects.length === 0) return null;
  return (
    <Panel title="Examples whose label is probably wrong" aside="The likeliest first">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Label</th>
            <th scope="col">Rather</th>
          </tr>
        </thead>
        <tbody>
          {suspects.slice(0, SHOWN).map(({ text, label, predicted, probability }) => (
            <tr key={text}>
              <td className={table.main}>
                <RevealedText text={text} />
              </td>
              <td data-label="Label">
                <RevealedText text={label} />
              </td>
              <td data-label="Rather">
                <RevealedText text={predicted} /> ({formatPercent(probability)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {suspects.length > SHOWN && (
        <p className={styles.note}>And {formatCount(suspects.length - SHOWN)} more.</p>
      )}
    </Panel>
  );
}
