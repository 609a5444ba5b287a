import { sql } from 'drizzle-orm';
import {
  StoredExample,
  type ClassifierName,
  type ClassifierReport,
} from '../../contract/classifier.ts';
import type { LabelDescription } from '../../contract/label.ts';
import type { ApiKeyId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import { binaryByteaArray } from '../binary-array.ts';
import { classifierVersions } from '../schema/classifiers.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { activateClassifierVersion, type VersionName } from './classifiers.ts';

/** An example with the SHA-256 of its text and label. */
export interface NewExample extends StoredExample {
  readonly sha256: Buffer;
}

export interface NewClassifierVersion {
  readonly name: ClassifierName;
  readonly examples: readonly NewExample[];
  readonly basedOn: number | null;
  readonly note: string;
  readonly labelCount: number;
  readonly labelDescriptions: readonly LabelDescription[];
  readonly report: ClassifierReport;
  readonly coefficients: Buffer;
  readonly sha256: Buffer;
  readonly createdBy: { readonly apiKeyId: ApiKeyId; readonly name: string };
  readonly createdAt: Date;
  /** The first version is active anyway. */
  readonly activates: boolean;
}

export interface SavedVersion {
  readonly version: number;
  readonly isActive: boolean;
}

/** Stores a version, of a classifier that is new or not, with the next number. */
export function saveClassifierVersion(
  database: WorkspaceDatabase,
  saved: NewClassifierVersion,
): Promise<SavedVersion> {
  const { name, createdBy, activates, examples, ...columns } = saved;
  return inTransaction(database, async (transaction) => {
    const { executor, workspaceId } = transaction;
    await executor.execute(sql`
      insert into classifiers (workspace_id, name) values (${workspaceId}, ${name})
      on conflict do nothing`);
    const locked = await executor.execute<{ newest: number; active: number | null }>(sql`
      select k.active_version as active,
        (select coalesce(max(v.version), 0) from classifier_versions v
         where v.workspace_id = k.workspace_id and v.classifier = k.name) as newest
      from classifiers k
      where k.workspace_id = ${workspaceId} and k.name = ${name}
      for update`);
    const [before] = locked.rows;
    if (before === undefined) throw new Error('The classifier was not found again.');
    const version = before.newest + 1;
    const numbers = await keepExamples(transaction, name, examples);
    await executor.insert(classifierVersions).values({
      ...columns,
      workspaceId,
      classifier: name,
      version,
      examples: [...numbers],
      createdBy: createdBy.apiKeyId,
      createdByName: createdBy.name,
    });
    const isActive = activates || before.active === null;
    if (isActive) await activateClassifierVersion(transaction, { name, version });
    return { version, isActive };
  });
}

/** The numbers of the examples, ascending; one that another version has keeps its number and its origin. */
async function keepExamples(
  { executor, workspaceId }: WorkspaceDatabase,
  name: ClassifierName,
  examples: readonly NewExample[],
): Promise<readonly number[]> {
  const hashes = binaryByteaArray(examples.map((example) => example.sha256));
  await executor.execute(sql`
    insert into classifier_examples (workspace_id, classifier, text, label, origin, origin_id, sha256)
    select ${workspaceId}::uuid, ${name}, e.text, e.label, e.origin, e.origin_id, e.sha256
    from unnest(
      ${textArray(examples.map((example) => example.text))},
      ${textArray(examples.map((example) => example.label))},
      ${textArray(examples.map((example) => example.origin))},
      ${sql.param(examples.map((example) => example.origin_id))}::text[],
      ${hashes}
    ) as e (text, label, origin, origin_id, sha256)
    on conflict do nothing`);
  const result = await executor.execute<{ number: number }>(sql`
    select number
    from classifier_examples
    where workspace_id = ${workspaceId} and classifier = ${name} and sha256 = any(${hashes})
    order by number`);
  return result.rows.map((row) => row.number);
}

export interface NumberedExample extends StoredExample {
  readonly number: number;
}

/** The examples of a version in the order of their numbers. Null for the limit: all of them. */
export async function listClassifierExamples(
  database: WorkspaceDatabase,
  page: VersionName & {
    readonly label: string | null;
    readonly limit: number | null;
    readonly after: number | null;
  },
): Promise<readonly NumberedExample[]> {
  const { name, version, label, limit, after } = page;
  const result = await database.executor.execute<{ number: number }>(sql`
    select e.number, e.text, e.label, e.origin, e.origin_id
    from classifier_versions v
    cross join unnest(v.examples) as kept (number)
    join classifier_examples e
      on e.workspace_id = v.workspace_id and e.classifier = v.classifier and e.number = kept.number
    where v.workspace_id = ${database.workspaceId} and v.classifier = ${name} and v.version = ${version}
      and ${label === null ? sql`true` : sql`e.label = ${label}`}
      and ${after === null ? sql`true` : sql`e.number > ${after}`}
    order by e.number
    limit ${limit}`);
  return result.rows.map((row) => ({ ...StoredExample.parse(row), number: row.number }));
}
