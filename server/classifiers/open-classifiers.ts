import type { ClassifierName } from '../../contract/classifier.ts';
import type { LabelDescription } from '../../contract/label.ts';
import { unpackTextClassifier } from '../../core/classify/pack-text-classifier.ts';
import { openTextClassifier, type TextOutcome } from '../../core/classify/text-classifier.ts';
import { readTrainedClassifier, resolveClassifier } from '../../db/queries/classifiers.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';

export interface WantedClassifier {
  readonly classifier: ClassifierName;
  /** Default: the active one. */
  readonly version?: number | undefined;
}

/** A version that is ready to label texts. */
export interface OpenedClassifier {
  readonly name: ClassifierName;
  readonly version: number;
  /** Of its coefficients. */
  readonly sha256: string;
  readonly labels: readonly string[];
  /** What labels mean; not each has a description. */
  readonly descriptions: readonly LabelDescription[];
  readonly classify: (text: string) => TextOutcome;
}

/** Opens versions, and keeps the ones that were used last: opening one reads all of its coefficients. */
export type OpenClassifier = (
  database: WorkspaceDatabase,
  wanted: WantedClassifier,
) => Promise<OpenedClassifier>;

/** Tens of megabytes each. */
const MAX_OPEN = 8;

/** Throws `AppError('not_found')` for a classifier or a version that there is not. */
export function createClassifierCache(): OpenClassifier {
  const opened = new Map<string, Promise<OpenedClassifier>>();
  return async (database, { classifier: name, version }) => {
    const found = await resolveClassifier(database, { name, version: version ?? null });
    if (found === null) throw absent(name, version);
    const key = `${database.workspaceId}/${name}/${found.version}/${found.sha256}`;
    const open = opened.get(key) ?? readClassifier(database, name, found);
    opened.delete(key);
    opened.set(key, open);
    for (const oldest of opened.keys()) {
      if (opened.size <= MAX_OPEN) break;
      opened.delete(oldest);
    }
    try {
      return await open;
    } catch (error) {
      opened.delete(key);
      throw error;
    }
  };
}

async function readClassifier(
  database: WorkspaceDatabase,
  name: ClassifierName,
  { version, sha256 }: { readonly version: number; readonly sha256: string },
): Promise<OpenedClassifier> {
  const trained = await readTrainedClassifier(database, { name, version });
  if (trained === null) throw absent(name, version);
  const classifier = unpackTextClassifier(trained.coefficients);
  const { labels } = classifier.linear;
  const { descriptions } = trained;
  return { name, version, sha256, labels, descriptions, classify: openTextClassifier(classifier) };
}

/** The same words wherever a classifier is not found. */
export function absent(name: string, version: number | undefined): AppError {
  return version === undefined
    ? new AppError('not_found', `There is no classifier named "${name}".`)
    : new AppError('not_found', `The classifier "${name}" has no version ${version}.`);
}
