import type {
  ClassifierName,
  ClassifierVersion,
  StoredExample,
} from '../../contract/classifier.ts';
import {
  listClassifierExamples,
  type NumberedExample,
} from '../../db/queries/classifier-examples.ts';
import {
  findClassifier,
  findClassifierVersion,
  type VersionName,
} from '../../db/queries/classifiers.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { absent } from './open-classifiers.ts';

/** Throws `AppError('not_found')`, as the others here do. */
export async function requireClassifier(database: WorkspaceDatabase, name: ClassifierName) {
  const classifier = await findClassifier(database, name);
  if (classifier === null) throw absent(name, undefined);
  return classifier;
}

export async function requireVersion(database: WorkspaceDatabase, named: VersionName) {
  const version = await findClassifierVersion(database, named);
  if (version === null) throw absent(named.name, named.version);
  return version;
}

/** A version with all examples that it was trained on. */
export interface VersionWithExamples {
  readonly version: ClassifierVersion;
  readonly examples: readonly StoredExample[];
}

export async function readVersion(
  database: WorkspaceDatabase,
  named: VersionName,
): Promise<VersionWithExamples> {
  const version = await requireVersion(database, named);
  const all = { ...named, label: null, limit: null, after: null };
  const examples = await listClassifierExamples(database, all);
  return { version, examples: examples.map(withoutNumber) };
}

export function withoutNumber({ number: _number, ...example }: NumberedExample): StoredExample {
  return example;
}
