import type { ClassifierReport } from '../../../contract/classifier.ts';
import { saveClassifierVersion } from '../../../db/queries/classifier-examples.ts';
import { sha256 } from '../../../platform/hash.ts';
import type { SeededWorkspace } from './seed-workspace.ts';

export const CLASSIFIER = 'seeded';

export const REPORT: ClassifierReport = {
  learner: 'test',
  examples: { given: 2, used: 2, duplicates: 0, contradictory: 0 },
  folds: 2,
  accuracy: 0.5,
  macro_f1: 0.5,
  labels: [],
  confusions: [],
  calibration: { error: 0, temperature: 1, bins: [] },
  coverage: [],
  suspects: [],
  contradictions: [],
  training_ms: 1,
};

export function versionOfTexts(
  { apiKeyId }: Pick<SeededWorkspace, 'apiKeyId'>,
  texts: readonly string[],
) {
  const coefficients = Buffer.from(texts.join());
  return {
    name: CLASSIFIER,
    examples: texts.map((text) => ({
      text,
      label: 'badge',
      origin: 'given' as const,
      origin_id: null,
      sha256: sha256(text),
    })),
    basedOn: null,
    note: '',
    labelCount: 1,
    labelDescriptions: [{ label: 'badge', description: 'What opens a door.' }],
    report: REPORT,
    coefficients,
    sha256: sha256(coefficients),
    createdBy: { apiKeyId, name: 'key' },
    createdAt: new Date(),
    activates: true,
  };
}

/** A classifier with two versions, the second one active. */
export async function seedClassifier(workspace: SeededWorkspace, secret: string): Promise<void> {
  await saveClassifierVersion(workspace.database, versionOfTexts(workspace, [secret]));
  await saveClassifierVersion(workspace.database, versionOfTexts(workspace, [secret, 'a badge']));
}
