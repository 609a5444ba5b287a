import { sql, type SQL } from 'drizzle-orm';
import {
  Classifier,
  ClassifierDetail,
  ClassifierVersion,
  ClassifierVersionSummary,
  type ClassifierName,
} from '../../contract/classifier.ts';
import { LabelDescription } from '../../contract/label.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

/** Over `k` (classifiers) and `v`, its active version. */
const classifierColumns = sql`k.name, ${isoInstant(sql`k.created_at`)} as created_at,
  k.active_version as version, k.previous_version,
  (select count(*)::int from classifier_versions o
   where o.workspace_id = k.workspace_id and o.classifier = k.name) as version_count,
  v.label_count, cardinality(v.examples) as example_count,
  (v.report ->> 'accuracy')::double precision as accuracy,
  (v.report ->> 'macro_f1')::double precision as macro_f1`;

const activeVersion = sql`join classifier_versions v
  on v.workspace_id = k.workspace_id and v.classifier = k.name and v.version = k.active_version`;

/** By name. */
export async function listClassifiers(
  database: WorkspaceDatabase,
  page: { readonly limit: number; readonly after: string | null },
): Promise<readonly Classifier[]> {
  const result = await database.executor.execute(sql`
    select ${classifierColumns}
    from classifiers k
    ${activeVersion}
    where k.workspace_id = ${database.workspaceId}
      and ${page.after === null ? sql`true` : sql`k.name > ${page.after}`}
    order by k.name
    limit ${page.limit}`);
  return result.rows.map((row) => Classifier.parse(row));
}

/** With the report of its active version; null when there is none of that name. */
export async function findClassifier(
  database: WorkspaceDatabase,
  name: ClassifierName,
): Promise<ClassifierDetail | null> {
  const result = await database.executor.execute(sql`
    select ${classifierColumns}, v.label_descriptions, v.report
    from classifiers k
    ${activeVersion}
    where k.workspace_id = ${database.workspaceId} and k.name = ${name}`);
  const [row] = result.rows;
  return row === undefined ? null : ClassifierDetail.parse(row);
}

export interface VersionName {
  readonly name: ClassifierName;
  readonly version: number;
}

/** Over `v` (classifier_versions) and `k`, its classifier. */
const versionColumns = sql`v.version, v.version = k.active_version as active,
  ${isoInstant(sql`v.created_at`)} as created_at, v.created_by_name as created_by, v.based_on, v.note,
  encode(v.sha256, 'hex') as sha256, v.label_count, cardinality(v.examples) as example_count,
  (v.report ->> 'accuracy')::double precision as accuracy,
  (v.report ->> 'macro_f1')::double precision as macro_f1`;

function versionsWhere(database: WorkspaceDatabase, condition: SQL): SQL {
  return sql`from classifier_versions v
    join classifiers k on k.workspace_id = v.workspace_id and k.name = v.classifier
    where v.workspace_id = ${database.workspaceId} and ${condition}`;
}

/** The newest first. */
export async function listClassifierVersions(
  database: WorkspaceDatabase,
  page: { readonly name: ClassifierName; readonly limit: number; readonly before: number | null },
): Promise<readonly ClassifierVersionSummary[]> {
  const { name, limit, before } = page;
  const isBefore = before === null ? sql`true` : sql`v.version < ${before}`;
  const result = await database.executor.execute(sql`
    select ${versionColumns}
    ${versionsWhere(database, sql`v.classifier = ${name} and ${isBefore}`)}
    order by v.version desc
    limit ${limit}`);
  return result.rows.map((row) => ClassifierVersionSummary.parse(row));
}

export async function findClassifierVersion(
  database: WorkspaceDatabase,
  { name, version }: VersionName,
): Promise<ClassifierVersion | null> {
  const result = await database.executor.execute(sql`
    select ${versionColumns}, v.classifier as name, v.label_descriptions, v.report
    ${versionsWhere(database, sql`v.classifier = ${name} and v.version = ${version}`)}`);
  const [row] = result.rows;
  return row === undefined ? null : ClassifierVersion.parse(row);
}

export interface CoefficientsName {
  readonly version: number;
  readonly sha256: string;
}

/** Which version serves, or the one that is named; null when there is none. */
export async function resolveClassifier(
  database: WorkspaceDatabase,
  { name, version }: { readonly name: ClassifierName; readonly version: number | null },
): Promise<CoefficientsName | null> {
  const wanted = version === null ? sql`k.active_version` : sql`${version}`;
  const result = await database.executor.execute<{ version: number; sha256: string }>(sql`
    select v.version, encode(v.sha256, 'hex') as sha256
    ${versionsWhere(database, sql`v.classifier = ${name} and v.version = ${wanted}`)}`);
  return result.rows[0] ?? null;
}

export interface TrainedClassifier {
  readonly coefficients: Buffer;
  readonly descriptions: readonly LabelDescription[];
}

export async function readTrainedClassifier(
  database: WorkspaceDatabase,
  { name, version }: VersionName,
): Promise<TrainedClassifier | null> {
  const result = await database.executor.execute<{
    coefficients: Buffer;
    descriptions: unknown;
  }>(sql`
    select v.coefficients, v.label_descriptions as descriptions
    ${versionsWhere(database, sql`v.classifier = ${name} and v.version = ${version}`)}`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return { ...row, descriptions: LabelDescription.array().parse(row.descriptions) };
}

/** False when there is no such version. */
export async function activateClassifierVersion(
  database: WorkspaceDatabase,
  { name, version }: VersionName,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update classifiers k
    set active_version = ${version},
        previous_version = case when k.active_version = ${version} then k.previous_version
          else k.active_version end
    where k.workspace_id = ${database.workspaceId} and k.name = ${name}
      and exists (
        select 1
        from classifier_versions v
        where v.workspace_id = k.workspace_id and v.classifier = k.name and v.version = ${version})
    returning k.name`);
  return result.rows.length > 0;
}

/** False when no other version has served before. */
export async function rollBackClassifier(
  database: WorkspaceDatabase,
  name: ClassifierName,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update classifiers k
    set active_version = k.previous_version, previous_version = k.active_version
    where k.workspace_id = ${database.workspaceId} and k.name = ${name}
      and k.previous_version is not null
    returning k.name`);
  return result.rows.length > 0;
}
