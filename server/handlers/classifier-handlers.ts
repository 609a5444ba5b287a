import { z } from 'zod';
import { ClassifierName } from '../../contract/classifier.ts';
import { listClassifierExamples } from '../../db/queries/classifier-examples.ts';
import {
  activateClassifierVersion,
  listClassifiers,
  listClassifierVersions,
  rollBackClassifier,
} from '../../db/queries/classifiers.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import { readClassificationNow } from '../classifiers/classification-now.ts';
import { classifyAndStore } from '../classifiers/classify-and-store.ts';
import { compareVersions } from '../classifiers/compare-versions.ts';
import {
  readVersion,
  requireClassifier,
  requireVersion,
  withoutNumber,
} from '../classifiers/find-classifier.ts';
import { absent } from '../classifiers/open-classifiers.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type ClassifierHandlers = Pick<
  Handlers,
  | 'listClassifiers'
  | 'getClassifier'
  | 'listClassifierVersions'
  | 'getClassifierVersion'
  | 'activateClassifierVersion'
  | 'rollBackClassifier'
  | 'compareClassifierVersions'
  | 'listClassifierExamples'
  | 'classify'
  | 'getClassification'
>;

const NumberPlace = z.int().min(1);

export function createClassifierHandlers(services: Services): ClassifierHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    ...createReadHandlers(scoped),
    async activateClassifierVersion({ caller, params }) {
      const database = scoped(caller);
      if (!(await activateClassifierVersion(database, params))) {
        throw absent(params.name, params.version);
      }
      return { body: await describe(database, params.name) };
    },

    async rollBackClassifier({ caller, params }) {
      const database = scoped(caller);
      await requireClassifier(database, params.name);
      if (!(await rollBackClassifier(database, params.name))) {
        throw new AppError('conflict', `No other version of "${params.name}" has served before.`);
      }
      return { body: await describe(database, params.name) };
    },

    async classify({ caller, body, traceparent, signal }) {
      const call = { caller, request: body, traceparent, signal, ticket: null };
      return { body: await classifyAndStore(call, services) };
    },

    async getClassification({ caller, params }) {
      return { body: await readClassificationNow(params.id, caller, services), traceId: params.id };
    },
  };
}

type ReadHandlers = Pick<
  ClassifierHandlers,
  | 'listClassifiers'
  | 'getClassifier'
  | 'listClassifierVersions'
  | 'getClassifierVersion'
  | 'compareClassifierVersions'
  | 'listClassifierExamples'
>;

function createReadHandlers(scoped: (caller: Caller) => WorkspaceDatabase): ReadHandlers {
  return {
    async listClassifiers({ caller, query }) {
      const found = await listClassifiers(scoped(caller), {
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, ClassifierName),
      });
      return { body: toPage(found, query.limit, ({ name }) => name) };
    },

    async getClassifier({ caller, params }) {
      return { body: await requireClassifier(scoped(caller), params.name) };
    },

    async listClassifierVersions({ caller, params, query }) {
      const database = scoped(caller);
      await requireClassifier(database, params.name);
      const versions = await listClassifierVersions(database, {
        name: params.name,
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, NumberPlace),
      });
      return { body: toPage(versions, query.limit, ({ version }) => version) };
    },

    async getClassifierVersion({ caller, params }) {
      return { body: await requireVersion(scoped(caller), params) };
    },

    async compareClassifierVersions({ caller, params: { name }, query }) {
      const database = scoped(caller);
      const from = await readVersion(database, { name, version: query.from });
      const to = await readVersion(database, { name, version: query.to });
      return { body: compareVersions(from, to) };
    },

    async listClassifierExamples({ caller, params: { name }, query }) {
      const database = scoped(caller);
      const version = query.version ?? (await requireClassifier(database, name)).version;
      await requireVersion(database, { name, version });
      const examples = await listClassifierExamples(database, {
        name,
        version,
        label: query.label ?? null,
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, NumberPlace),
      });
      const page = toPage(examples, query.limit, ({ number }) => number);
      return { body: { ...page, data: page.data.map(withoutNumber) } };
    },
  };
}

async function describe(database: WorkspaceDatabase, name: ClassifierName) {
  const found = await requireClassifier(database, name);
  const { report: _report, label_descriptions: _descriptions, ...classifier } = found;
  return classifier;
}
