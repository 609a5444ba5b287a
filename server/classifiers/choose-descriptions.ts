import type { StoredExample } from '../../contract/classifier.ts';
import type { LabelDescription } from '../../contract/label.ts';
import { AppError } from '../../platform/errors.ts';

export interface WantedDescriptions {
  readonly given: readonly LabelDescription[];
  /** Of the version whose examples are taken over. */
  readonly inherited: readonly LabelDescription[];
}

const MAX_NAMED = 10;

/**
 * The descriptions of a new version by label; one that is given takes the place of one that is taken over. Throws
 * `AppError('invalid_value')` for a description that is given of a label without examples.
 */
export function chooseDescriptions(
  { given, inherited }: WantedDescriptions,
  examples: readonly StoredExample[],
): readonly LabelDescription[] {
  const labels = new Set(examples.map(({ label }) => label));
  refuseUnknown(given, labels);
  const chosen = new Map<string, string>();
  for (const { label, description } of [...inherited, ...given]) {
    if (labels.has(label)) chosen.set(label, description);
  }
  return [...chosen]
    .map(([label, description]) => ({ label, description }))
    .toSorted((left, right) => (left.label < right.label ? -1 : 1));
}

function refuseUnknown(given: readonly LabelDescription[], labels: ReadonlySet<string>): void {
  const fields = given.flatMap(({ label }, at) =>
    labels.has(label)
      ? []
      : [
          {
            path: `/label_descriptions/${at}/label`,
            message: `no example has the label "${label}"`,
          },
        ],
  );
  if (fields.length === 0) return;
  const named = [...labels].toSorted().slice(0, MAX_NAMED);
  const more = labels.size > MAX_NAMED ? `, and ${labels.size - MAX_NAMED} more` : '';
  const detail = `Labels without examples are described; there are ${named.join(', ')}${more}.`;
  throw new AppError('invalid_value', detail, { fields });
}
