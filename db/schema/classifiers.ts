import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  EXAMPLE_ORIGINS,
  type ClassifierName,
  type ClassifierReport,
  type ExampleOrigin,
} from '../../contract/classifier.ts';
import type { LabelDescription } from '../../contract/label.ts';
import type { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { workspaces } from './workspaces.ts';

export const classifiers = pgTable(
  'classifiers',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    name: text().$type<ClassifierName>().notNull(),
    /** Null only inside the transaction that stores the first version. */
    activeVersion: integer('active_version'),
    /** The one that served before it. */
    previousVersion: integer('previous_version'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** Texts with their labels, each once for all versions that were trained on it. */
export const classifierExamples = pgTable(
  'classifier_examples',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    classifier: text().$type<ClassifierName>().notNull(),
    number: integer().generatedAlwaysAsIdentity().notNull(),
    text: text().notNull(),
    label: text().notNull(),
    origin: text().$type<ExampleOrigin>().notNull(),
    originId: text('origin_id'),
    /** SHA-256 of text and label: what is too long for an index is unique, too. */
    sha256: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.classifier, table.number] }),
    unique('classifier_examples_content').on(table.workspaceId, table.classifier, table.sha256),
    foreignKey({
      columns: [table.workspaceId, table.classifier],
      foreignColumns: [classifiers.workspaceId, classifiers.name],
    }),
    check('classifier_examples_origin', oneOf(table.origin, EXAMPLE_ORIGINS)),
  ],
);

/** Written once and never changed. */
export const classifierVersions = pgTable(
  'classifier_versions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    classifier: text().$type<ClassifierName>().notNull(),
    version: integer().notNull(),
    basedOn: integer('based_on'),
    note: text().notNull(),
    /** Numbers of the examples, ascending. */
    examples: integer().array().notNull(),
    labelCount: integer('label_count').notNull(),
    /** By label. */
    labelDescriptions: jsonb('label_descriptions')
      .$type<readonly LabelDescription[]>()
      .notNull()
      .default([]),
    report: jsonb().$type<ClassifierReport>().notNull(),
    coefficients: bytea().notNull(),
    /** Of the coefficients. */
    sha256: bytea().notNull(),
    createdBy: uuid('created_by').$type<ApiKeyId>().notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.classifier, table.version] }),
    foreignKey({
      columns: [table.workspaceId, table.classifier],
      foreignColumns: [classifiers.workspaceId, classifiers.name],
    }),
    foreignKey({
      columns: [table.workspaceId, table.createdBy],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('classifier_versions_version', sql`${table.version} >= 1`),
  ],
);
