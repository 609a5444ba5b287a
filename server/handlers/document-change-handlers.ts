import { IngestJobId, IngestRunId } from '../../contract/ids.ts';
import { matchRules } from '../../core/match-rules.ts';
import { enqueueReingest } from '../../db/queries/enqueue-reingest.ts';
import { patchDocument, type PatchOutcome } from '../../db/queries/patch-document.ts';
import { retireDocument } from '../../db/queries/retire-document.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { HandlerResult, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { requireChanged, requireDocument } from './require-document.ts';

type DocumentChangeHandlers = Pick<
  Handlers,
  'retireDocument' | 'patchDocument' | 'reingestDocument'
>;

export function createDocumentChangeHandlers(services: Services): DocumentChangeHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async retireDocument({ caller, params }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      await retireDocument(database, params.id);
      return { body: await requireDocument(database, caller, params.id) };
    },

    async patchDocument({ caller, params, body: patch }) {
      const database = scoped(caller);
      await requireDocument(database, caller, params.id);
      const outcome = await patchDocument(database, {
        documentId: params.id,
        patch,
        reader: readerFor(caller),
        ruleSettings: (facts) => matchRules(services.config.documents.rules, facts),
      });
      if (outcome !== 'patched') throw refuseApproval(outcome);
      return { body: await requireChanged(database, params.id) };
    },

    async reingestDocument({ caller, params, keepReply }) {
      const database = scoped(caller);
      const { id, source } = await requireDocument(database, caller, params.id);
      const runId = IngestRunId.parse(services.newId());
      const result: HandlerResult<'reingestDocument'> = {
        body: { run_id: runId, documents: [{ id, source, status: 'queued' }] },
      };
      const isQueued = await enqueueReingest(database, {
        runId,
        jobId: IngestJobId.parse(services.newId()),
        documentId: id,
        apiKeyId: caller.apiKeyId,
        beforeCommit: (transaction) => keepReply(transaction, result),
      });
      if (!isQueued) {
        throw new AppError('conflict', 'The document is retired: restore a version of it instead.');
      }
      return result;
    },
  };
}

function refuseApproval(outcome: Exclude<PatchOutcome, 'patched'>): AppError {
  return outcome === 'nothing_held'
    ? new AppError('conflict', 'No version of the document is held for approval.')
    : new AppError('conflict', 'Another version is held by now: look at that one.');
}
