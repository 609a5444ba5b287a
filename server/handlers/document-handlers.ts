import { z } from 'zod';
import type { Document } from '../../contract/document.ts';
import { DocumentId } from '../../contract/ids.ts';
import { listDocuments } from '../../db/queries/documents.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { HandlerResult, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireDocument } from './require-document.ts';
import {
  submissionsFromFiles,
  submissionsFromTexts,
  submitDocuments,
  type Submitted,
} from './submit-documents.ts';

type DocumentHandlers = Pick<Handlers, 'createDocuments' | 'listDocuments' | 'getDocument'>;

const DocumentCursor = z.object({ updatedAt: z.iso.datetime(), id: DocumentId });

export function createDocumentHandlers(services: Services): DocumentHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async createDocuments(call) {
      const submissions =
        call.fields === null
          ? submissionsFromTexts('documents' in call.body ? call.body.documents : [call.body])
          : submissionsFromFiles(call.files, call.fields);
      refuseForeignCollections(call.caller, submissions);
      const sender = hasScope(call.caller, 'admin') ? null : readerFor(call.caller);
      const { apiKeyId } = call.caller;
      const target = {
        database: scoped(call.caller),
        sender,
        apiKeyId,
        beforeCommit: (transaction: WorkspaceDatabase, submitted: Submitted) =>
          call.keepReply(transaction, describeSubmitted(submitted)),
      };
      return describeSubmitted(await submitDocuments(submissions, target, services));
    },

    async listDocuments({ caller, query }) {
      const documents = await listDocuments(scoped(caller), {
        reader: readerFor(caller),
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, DocumentCursor),
        collection: query.collection,
        status: query.status,
        words: query.q,
      });
      return { body: toPage(documents, query.limit, positionOf) };
    },

    async getDocument({ caller, params }) {
      return { body: await requireDocument(scoped(caller), caller, params.id) };
    },
  };
}

function describeSubmitted({ runId, documents }: Submitted): HandlerResult<'createDocuments'> {
  return {
    body: {
      run_id: runId,
      documents: documents.map((document) => ({ ...document, status: 'queued' })),
    },
  };
}

function positionOf({ updated_at: updatedAt, id }: Document) {
  return { updatedAt, id };
}

/** A key that is bound to some collections can neither read nor write the others. */
function refuseForeignCollections(
  caller: Caller,
  submissions: readonly { readonly collection: string }[],
): void {
  const allowed = caller.collections;
  if (allowed === '*') return;
  const foreign = submissions.find(({ collection }) => !allowed.includes(collection));
  if (foreign === undefined) return;
  throw new AppError('not_found', `There is no collection named "${foreign.collection}".`);
}
