import type {
  ClassifierVersion,
  ClassifierVersionSummary,
  StoredExample,
  VersionComparison,
} from '../../contract/classifier.ts';
import type { VersionWithExamples } from './find-classifier.ts';
import { textKey } from './sort-examples.ts';

/** By the reports, each cross-validated on its version's own examples. */
export function compareVersions(
  from: VersionWithExamples,
  to: VersionWithExamples,
): VersionComparison {
  return {
    name: to.version.name,
    from: summarize(from.version),
    to: summarize(to.version),
    examples: compareExamples(from.examples, to.examples),
    accuracy_change: to.version.accuracy - from.version.accuracy,
    macro_f1_change: to.version.macro_f1 - from.version.macro_f1,
    labels: compareLabels(from.version, to.version),
  };
}

function summarize(version: ClassifierVersion): ClassifierVersionSummary {
  const { name: _name, report: _report, label_descriptions: _descriptions, ...summary } = version;
  return summary;
}

function compareExamples(
  from: readonly StoredExample[],
  to: readonly StoredExample[],
): VersionComparison['examples'] {
  const before = new Map(from.map(({ text, label }) => [textKey(text), label]));
  const labelsBefore = to.map(({ text, label }) => ({ label, before: before.get(textKey(text)) }));
  const added = labelsBefore.filter((one) => one.before === undefined).length;
  const kept = labelsBefore.filter((one) => one.before === one.label).length;
  const relabelled = to.length - added - kept;
  return { added, kept, relabelled, removed: before.size - kept - relabelled };
}

function compareLabels(
  from: ClassifierVersion,
  to: ClassifierVersion,
): VersionComparison['labels'] {
  const before = new Map(from.report.labels.map(({ label, f1 }) => [label, f1]));
  const after = new Map(to.report.labels.map(({ label, f1 }) => [label, f1]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((label) => ({
      label,
      f1_from: before.get(label) ?? null,
      f1_to: after.get(label) ?? null,
    }))
    .toSorted((left, right) => changeOf(right) - changeOf(left));
}

function changeOf({ f1_from: from, f1_to: to }: VersionComparison['labels'][number]): number {
  return Math.abs((to ?? 0) - (from ?? 0));
}
