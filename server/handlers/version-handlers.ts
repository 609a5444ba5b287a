import { z } from 'zod';
import type { Document } from '../../contract/document.ts';
import type { VersionDiff } from '../../contract/version-diff.ts';
import { diffVersions } from '../../core/diff/diff-versions.ts';
import { matchRules } from '../../core/match-rules.ts';
import type { RuleSettings } from '../../db/queries/document-settings.ts';
import {
  findComparableVersion,
  type ComparableVersion,
  findDocumentVersion,
  findOriginal,
  findVersionBefore,
  findVersionPage,
  listDocumentVersions,
} from '../../db/queries/document-versions.ts';
import type { Reader } from '../../db/queries/readable.ts';
import { restoreVersion } from '../../db/queries/restore-version.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireChanged, requireDocument } from './require-document.ts';

type VersionHandlers = Pick<
  Handlers,
  | 'listDocumentVersions'
  | 'getDocumentVersion'
  | 'getDocumentOriginal'
  | 'getVersionPage'
  | 'diffDocumentVersions'
  | 'restoreDocumentVersion'
>;

const MAX_VERSION = 2_147_483_647;

export function createVersionHandlers(services: Services): VersionHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  const ruleSettings: RuleSettings = (facts) => matchRules(services.config.documents.rules, facts);
  return {
    async listDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const versions = await listDocumentVersions(database, {
        documentId: params.id,
        reader: readerFor(caller),
        limit: query.limit + 1,
        below: decodeCursor(query.cursor, z.int().min(1).max(MAX_VERSION)),
      });
      return { body: toPage(versions, query.limit, (version) => version.version) };
    },

    async getDocumentVersion({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const version = await findDocumentVersion(database, {
        documentId: params.id,
        version: params.version,
        reader: readerFor(caller),
      });
      return { body: version ?? refuseUnknown() };
    },

    async getDocumentOriginal({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      const version = query.version ?? document.version;
      const wanted = { documentId: params.id, reader: readerFor(caller) };
      const original =
        version === null ? null : await findOriginal(database, { ...wanted, version });
      const { bytes, source } = original ?? refuseUnknown();
      return { bytes, fileName: source.split('/').at(-1) ?? 'original' };
    },

    async getVersionPage({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const { id: documentId, version, page } = params;
      const wanted = { documentId, version, page, reader: readerFor(caller) };
      const found = await findVersionPage(database, wanted);
      if (found !== null) return { body: found };
      throw new AppError('not_found', 'The version has no such page, or no pages at all.');
    },

    async diffDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      const sight = { document, reader: readerFor(caller) };
      return { body: await compareVersions(database, sight, query) };
    },

    async restoreDocumentVersion({ caller, params: { id: documentId, version } }) {
      const wanted = { documentId, version, ruleSettings };
      return { body: await restore(scoped(caller), caller, wanted) };
    },
  };
}

async function restore(
  database: WorkspaceDatabase,
  caller: Caller,
  wanted: Parameters<typeof restoreVersion>[1],
): Promise<Document> {
  const { documentId, version } = wanted;
  refuseRestoring(await requireDocument(database, caller, documentId), version);
  const restored = await restoreVersion(database, wanted);
  if (restored !== null) return await requireChanged(database, documentId);
  const reader = readerFor(caller);
  return refuseUnserved(await findComparableVersion(database, { documentId, version, reader }));
}

/** Throws `AppError('conflict')` for what serves already and for what nobody has approved. */
function refuseRestoring(document: Document, version: number): void {
  if (version === document.version) {
    throw new AppError('conflict', `Version ${version} serves already.`);
  }
  if (version === document.held_version) {
    throw new AppError('conflict', `Version ${version} is held: approve it to make it serve.`);
  }
}

/** A version that was withdrawn is on record, and nobody has approved it. */
function refuseUnserved(version: ComparableVersion | null): never {
  if (version === null) refuseUnknown();
  throw new AppError(
    'conflict',
    `Version ${version.version} was withdrawn before it was approved: send its bytes again.`,
  );
}

/** Left out, `to` is the held version or the one that serves (or did last), `from` the one before it. */
async function compareVersions(
  database: WorkspaceDatabase,
  { document, reader }: { readonly document: Document; readonly reader: Reader },
  wanted: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<VersionDiff> {
  const before = (version: number) =>
    findVersionBefore(database, { documentId: document.id, version });
  const read = async (version: number | null) =>
    version === null
      ? refuseUnknown()
      : ((await findComparableVersion(database, { documentId: document.id, version, reader })) ??
        refuseUnknown());
  const newest = document.held_version ?? document.version;
  const to = await read(wanted.to ?? newest ?? (await before(MAX_VERSION)));
  const from = await read(wanted.from ?? (await before(to.version)));
  const { kept, changes } = diffVersions(from, to);
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return {
    document_id: document.id,
    from: from.summary,
    to: to.summary,
    counts: {
      kept,
      moved: count('moved'),
      retitled: count('retitled'),
      changed: count('changed'),
      added: count('added'),
      removed: count('removed'),
    },
    changes: [...changes],
  };
}

function refuseUnknown(): never {
  throw new AppError('not_found', 'The document has no such version.');
}
