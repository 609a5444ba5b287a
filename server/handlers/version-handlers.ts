import { z } from 'zod';
import type { Document } from '../../contract/document.ts';
import type { VersionDiff } from '../../contract/version-diff.ts';
import { diffVersions } from '../../core/diff/diff-versions.ts';
import {
  findComparableVersion,
  findDocumentVersion,
  findOriginal,
  findVersionBefore,
  findVersionPage,
  listDocumentVersions,
} from '../../db/queries/document-versions.ts';
import { restoreVersion } from '../../db/queries/publish-version.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireDocument } from './require-document.ts';

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
  return {
    async listDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const versions = await listDocumentVersions(database, {
        documentId: params.id,
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
      });
      return { body: version ?? refuseUnknown() };
    },

    async getDocumentOriginal({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      const version = query.version ?? document.version;
      const original =
        version === null ? null : await findOriginal(database, { documentId: params.id, version });
      const { bytes, source } = original ?? refuseUnknown();
      return { bytes, fileName: source.split('/').at(-1) ?? 'original' };
    },

    async getVersionPage({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const { id: documentId, version, page } = params;
      const found = await findVersionPage(database, { documentId, version, page });
      if (found !== null) return { body: found };
      throw new AppError('not_found', 'The version has no such page, or no pages at all.');
    },

    async diffDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      return { body: await compareVersions(database, document, query) };
    },

    async restoreDocumentVersion({ caller, params }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      refuseRestoring(document, params.version);
      const restored = await restoreVersion(database, {
        documentId: params.id,
        version: params.version,
      });
      if (restored === null) refuseUnknown();
      return { body: await requireDocument(database, caller, params.id) };
    },
  };
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

/** Left out, `to` is the held version or the one that serves (or did last), `from` the one before it. */
async function compareVersions(
  database: WorkspaceDatabase,
  document: Document,
  wanted: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<VersionDiff> {
  const before = (version: number) =>
    findVersionBefore(database, { documentId: document.id, version });
  const read = async (version: number | null) =>
    version === null
      ? refuseUnknown()
      : ((await findComparableVersion(database, { documentId: document.id, version })) ??
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
