import type { TraceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { insertFeedback } from '../../db/queries/feedback.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { ask } from '../answer/ask.ts';
import { buildAnswer } from '../answer/build-answer.ts';
import { verifyAndStore } from '../answer/verify-and-store.ts';
import { retrieveOnly } from '../answer/retrieve-only.ts';
import { createChatCompletionHandler, createListModelsHandler } from '../http/chat-completions.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import { readAnswerNow } from '../reviews/answer-now.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';

type AskHandlers = Pick<
  Handlers,
  | 'createAnswer'
  | 'getAnswer'
  | 'giveFeedback'
  | 'retrieve'
  | 'verify'
  | 'createChatCompletion'
  | 'listModels'
>;

export function createAskHandlers(services: Services): AskHandlers {
  return {
    async createAnswer({ body, ...call }) {
      const answer = await ask({ ...call, request: body }, services);
      return { body: answer, traceId: answer.id };
    },

    async getAnswer({ caller, params }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const by = ownAnswersOf(caller);
      const { record, totalMs } = await requireAnswer(database, by, params.id);
      const given = buildAnswer(record, { store: 0, total: totalMs ?? 0 });
      return { body: await readAnswerNow(database, given, by), traceId: params.id };
    },

    async giveFeedback({ caller, params, body, keepReply }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      await requireAnswer(database, ownAnswersOf(caller), params.id);
      const given = {
        id: services.newId(),
        rating: body.rating,
        comment: body.comment ?? null,
        expected: body.expected ?? null,
      };
      const createdAt = services.clock();
      const reply = {
        body: { ...given, trace_id: params.id, created_at: createdAt.toISOString() },
        traceId: params.id,
      };
      await inTransaction(database, async (transaction) => {
        const { apiKeyId } = caller;
        await insertFeedback(transaction, { ...given, traceId: params.id, apiKeyId, createdAt });
        await keepReply(transaction, reply);
      });
      return reply;
    },

    async retrieve({ body, ...call }) {
      const response = await retrieveOnly({ ...call, request: body }, services);
      return { body: response, traceId: response.id };
    },

    async verify({ body, caller, traceparent }) {
      const response = await verifyAndStore({ caller, request: body, traceparent }, services);
      return response.id === null ? { body: response } : { body: response, traceId: response.id };
    },

    createChatCompletion: createChatCompletionHandler(
      (call) => ask(call, services),
      services.clock,
    ),

    listModels: createListModelsHandler(
      ({ models }) =>
        services.policy.models.filter((model) => models === '*' || models.includes(model.name)),
      services.clock(),
    ),
  };
}

/** What a key that may ask sees: the answers that it asked for, as far as it may read their documents now. */
function ownAnswersOf(caller: Caller): TraceReader {
  return { reader: readerFor(caller), isAdmin: false, onlyApiKeyId: caller.apiKeyId };
}

async function requireAnswer(
  database: WorkspaceDatabase,
  by: TraceReader,
  id: TraceId,
): Promise<{ readonly record: AnswerTraceRecord; readonly totalMs: number | null }> {
  const stored = await findTraceRecord(database, { id, by });
  const record = stored === null ? null : readAnswerRecord(stored);
  if (stored === null || record === null) {
    throw new AppError('not_found', 'There is no such answer.');
  }
  return { record, totalMs: stored.totalMs };
}
