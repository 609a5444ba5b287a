import { z } from 'zod';
import { ClassifierName, type Example, type StoredExample } from '../../contract/classifier.ts';
import {
  listClassifierExamples,
  type NumberedExample,
} from '../../db/queries/classifier-examples.ts';
import {
  activateClassifierVersion,
  findClassifier,
  findClassifierVersion,
  listClassifiers,
  listClassifierVersions,
  rollBackClassifier,
  type VersionName,
} from '../../db/queries/classifiers.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import { classifyAndStore } from '../classifiers/classify-and-store.ts';
import { compareVersions } from '../classifiers/compare-versions.ts';
import { absent } from '../classifiers/open-classifiers.ts';
import { textKey } from '../classifiers/sort-examples.ts';
import { trainVersion } from '../classifiers/train-version.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type ClassifierHandlers = Pick<
  Handlers,
  | 'createClassifier'
  | 'listClassifiers'
  | 'getClassifier'
  | 'listClassifierVersions'
  | 'getClassifierVersion'
  | 'activateClassifierVersion'
  | 'rollBackClassifier'
  | 'compareClassifierVersions'
  | 'listClassifierExamples'
  | 'addClassifierExamples'
  | 'classify'
>;

const NumberPlace = z.int().min(1);

export function createClassifierHandlers(services: Services): ClassifierHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    ...createReadHandlers(scoped),
    async createClassifier({ caller, body, signal, keepReply }) {
      const { name, activate: activates, note } = body;
      const wanted = { name, examples: body.examples.map(asGiven), basedOn: null, note, activates };
      const trained = await trainVersion(scoped(caller), wanted, {
        caller,
        signal,
        services,
        onSaved: (transaction, result) => keepReply(transaction, { body: result }),
      });
      return { body: trained };
    },

    async addClassifierExamples({ caller, params, body, signal, keepReply }) {
      const database = scoped(caller);
      const { name } = params;
      const { activate: activates, note } = body;
      const basedOn = body.to_version ?? (await requireClassifier(database, name)).version;
      const before = await readExamples(database, { name, version: basedOn });
      const examples = replaceExamples(before, body.examples.map(asGiven));
      const wanted = { name, examples, basedOn, note, activates };
      const trained = await trainVersion(database, wanted, {
        caller,
        signal,
        services,
        onSaved: (transaction, result) => keepReply(transaction, { body: result }),
      });
      return { body: trained };
    },

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

    async classify({ caller, body, traceparent }) {
      return { body: await classifyAndStore({ caller, request: body, traceparent }, services) };
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
      const read = async (version: number) => ({
        version: await requireVersion(database, { name, version }),
        examples: await readExamples(database, { name, version }),
      });
      return { body: compareVersions(await read(query.from), await read(query.to)) };
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

function asGiven(example: Example): StoredExample {
  return { ...example, origin: 'given', origin_id: null };
}

/** A text that is given again takes the new label. */
function replaceExamples(
  before: readonly StoredExample[],
  given: readonly StoredExample[],
): readonly StoredExample[] {
  const replaced = new Set(given.map(({ text }) => textKey(text)));
  return [...before.filter(({ text }) => !replaced.has(textKey(text))), ...given];
}

async function readExamples(
  database: WorkspaceDatabase,
  named: VersionName,
): Promise<readonly StoredExample[]> {
  await requireVersion(database, named);
  const all = { ...named, label: null, limit: null, after: null };
  const examples = await listClassifierExamples(database, all);
  return examples.map(withoutNumber);
}

function withoutNumber({ number: _number, ...example }: NumberedExample): StoredExample {
  return example;
}

async function describe(database: WorkspaceDatabase, name: ClassifierName) {
  const { report: _report, ...classifier } = await requireClassifier(database, name);
  return classifier;
}

async function requireClassifier(database: WorkspaceDatabase, name: ClassifierName) {
  const classifier = await findClassifier(database, name);
  if (classifier === null) throw absent(name, undefined);
  return classifier;
}

async function requireVersion(database: WorkspaceDatabase, named: VersionName) {
  const version = await findClassifierVersion(database, named);
  if (version === null) throw absent(named.name, named.version);
  return version;
}
