import { z } from 'zod';
import {
  findDocumentVersion,
  findOriginal,
  listDocumentVersions,
} from '../../db/queries/documents.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireDocument } from './require-document.ts';

type VersionHandlers = Pick<
  Handlers,
  'listDocumentVersions' | 'getDocumentVersion' | 'getDocumentOriginal'
>;

export function createVersionHandlers(services: Services): VersionHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listDocumentVersions({ caller, params, query }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const versions = await listDocumentVersions(database, {
        documentId: params.id,
        limit: query.limit + 1,
        below: decodeCursor(query.cursor, z.int().min(1).max(2_147_483_647)),
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
      if (version === null) throw noSuchVersion();
      return { body: version };
    },

    async getDocumentOriginal({ caller, params, query }) {
      const database = scoped(caller);
      const document = await requireDocument(database, caller, params.id);
      const version = query.version ?? document.version;
      const original =
        version === null ? null : await findOriginal(database, { documentId: params.id, version });
      if (original === null) throw noSuchVersion();
      return { bytes: original.bytes, fileName: original.source.split('/').at(-1) ?? 'original' };
    },
  };
}

function noSuchVersion(): AppError {
  return new AppError('not_found', 'The document has no such version.');
}
