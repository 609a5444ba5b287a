import { AskRequest, type Answer } from '../../contract/answer.ts';
import type {
  ChatCompletion,
  ChatCompletionRequest,
  ModelList,
} from '../../contract/chat-completion.ts';
import type { TraceId } from '../../contract/ids.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Emit, Handlers } from './handlers.ts';
import { validate } from './validate.ts';

/** What asking needs, whoever's API the question came through. */
export interface AskCall {
  readonly caller: Caller;
  readonly request: AskRequest;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
  readonly emit: Emit | null;
  readonly announceTrace: (traceId: TraceId) => void;
}

export type Ask = (call: AskCall) => Promise<Answer>;

/** The handler of OpenAI's chat API, made from the function that answers a question. */
export function createChatCompletionHandler(
  ask: Ask,
  clock: () => Date,
): Handlers['createChatCompletion'] {
  return async (call) => {
    const { caller, requestId, signal, traceparent, emit, announceTrace } = call;
    const request = askRequestFrom(call.body);
    const answer = await ask({
      caller,
      request,
      requestId,
      signal,
      traceparent,
      emit,
      announceTrace,
    });
    return { body: chatCompletionFrom(answer, clock()), traceId: answer.id };
  };
}

type ChatMessage = ChatCompletionRequest['messages'][number];

/**
 * The last message is the question, the ones before it are earlier turns. System and developer
 * messages are accepted and left out: what an answer may rest on is decided by the service.
 * @throws AppError `invalid_value`, with the chat request's own paths
 */
export function askRequestFrom(chat: ChatCompletionRequest): AskRequest {
  const turns = chat.messages
    .map((message, index) => ({ role: message.role, content: textOf(message), index }))
    .filter(isTurn);
  const last = turns.at(-1);
  if (last === undefined || last.role !== 'user' || last.index !== chat.messages.length - 1) {
    throw invalidMessages([
      {
        path: `/messages/${chat.messages.length - 1}/role`,
        message: "the last message must be the user's",
      },
    ]);
  }
  const earlier = turns.slice(0, -1);
  const request = {
    question: last.content,
    messages: earlier.map(({ role, content }) => ({ role, content })),
    model: chat.model,
    stream: chat.stream ?? false,
    as_of: chat.footnote?.as_of,
    metadata: { ...(chat.user === undefined ? {} : { user: chat.user }), ...chat.metadata },
  };
  return withChatPaths(request, [...earlier.map((turn) => turn.index), last.index]);
}

function isTurn<Message extends { readonly role: ChatMessage['role'] }>(
  message: Message,
): message is Message & { readonly role: 'user' | 'assistant' } {
  return message.role === 'user' || message.role === 'assistant';
}

function textOf(message: ChatMessage): string {
  if (typeof message.content === 'string') return message.content;
  return message.content.map((part) => part.text).join('\n');
}

/** Complaints about a question or an earlier turn name the message that it was made from. */
function withChatPaths(request: unknown, messageIndexes: readonly number[]): AskRequest {
  try {
    return validate(AskRequest, request, 'body');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalidMessages(
      error.fields.map(({ path, message }) => ({ path: chatPath(path, messageIndexes), message })),
    );
  }
}

function chatPath(path: string, messageIndexes: readonly number[]): string {
  if (path === '/question') return `/messages/${messageIndexes.at(-1)}/content`;
  const turn = /^\/messages\/(?<n>\d+)/.exec(path)?.groups?.['n'];
  return turn === undefined ? path : `/messages/${messageIndexes[Number(turn)]}/content`;
}

function invalidMessages(fields: AppError['fields']): AppError {
  return new AppError('invalid_value', 'The body has fields that are not valid.', { fields });
}

/** An answer in OpenAI's shape; what OpenAI has no field for is in `footnote`. */
export function chatCompletionFrom(answer: Answer, createdAt: Date): ChatCompletion {
  const { input_tokens: promptTokens, output_tokens: completionTokens } = answer.usage;
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: Math.floor(createdAt.getTime() / 1_000),
    model: answer.route.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.answer, refusal: null },
        logprobs: null,
        finish_reason: explainEnd(answer),
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
    footnote: {
      trace_id: answer.id,
      citations: answer.citations,
      claims: answer.claims,
      verification: answer.verification,
      route: answer.route,
    },
  };
}

function explainEnd(answer: Answer): ChatCompletion['choices'][number]['finish_reason'] {
  const isWithheld = answer.status === 'blocked' || answer.status === 'needs_review';
  if (isWithheld) return 'content_filter';
  return answer.is_truncated === true ? 'length' : 'stop';
}

export interface ListedModel {
  readonly name: string;
  readonly provider: string;
}

/** The handler of `GET /v1/models`: `auto`, which lets the router choose, and the caller's models. */
export function createListModelsHandler(
  modelsOf: (caller: Caller) => readonly ListedModel[],
  createdAt: Date,
): Handlers['listModels'] {
  const created = Math.floor(createdAt.getTime() / 1_000);
  const entry = (model: ListedModel): ModelList['data'][number] => ({
    id: model.name,
    object: 'model',
    created,
    owned_by: model.provider,
  });
  return async (call) => ({
    body: {
      object: 'list',
      data: [entry({ name: 'auto', provider: 'footnote' }), ...modelsOf(call.caller).map(entry)],
    },
  });
}
