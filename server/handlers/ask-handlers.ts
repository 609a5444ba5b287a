import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { ask } from '../answer/ask.ts';
import { buildAnswer } from '../answer/build-answer.ts';
import { verifyAndStore } from '../answer/verify-and-store.ts';
import { retrieveOnly } from '../answer/retrieve-only.ts';
import { createChatCompletionHandler, createListModelsHandler } from '../http/chat-completions.ts';
import type { Handlers } from '../http/handlers.ts';
import { readAnswerNow } from '../reviews/answer-now.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';

type AskHandlers = Pick<
  Handlers,
  'createAnswer' | 'getAnswer' | 'retrieve' | 'verify' | 'createChatCompletion' | 'listModels'
>;

export function createAskHandlers(services: Services): AskHandlers {
  return {
    async createAnswer({ body, ...call }) {
      const answer = await ask({ ...call, request: body }, services);
      return { body: answer, traceId: answer.id };
    },

    async getAnswer({ caller, params }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const by = { reader: readerFor(caller), isAdmin: false, onlyApiKeyId: caller.apiKeyId };
      const stored = await findTraceRecord(database, { id: params.id, by });
      const record = stored === null ? null : readAnswerRecord(stored);
      if (record === null) throw new AppError('not_found', 'There is no such answer.');
      const total = stored?.totalMs ?? 0;
      const given = buildAnswer(record, { store: 0, total });
      return { body: await readAnswerNow(database, given, by), traceId: params.id };
    },

    async retrieve({ body, ...call }) {
      const response = await retrieveOnly({ ...call, request: body }, services);
      return { body: response, traceId: response.id };
    },

    async verify({ body, caller, traceparent, signal }) {
      const response = await verifyAndStore(
        { caller, request: body, traceparent, signal },
        services,
      );
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
