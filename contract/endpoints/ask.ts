import { z } from 'zod';
import { Answer, AskRequest } from '../answer.ts';
import { ChatCompletion, ChatCompletionRequest, ModelList } from '../chat-completion.ts';
import type { Endpoint } from '../endpoint.ts';
import { ExtractRequest, ExtractResponse } from '../extraction.ts';
import { Feedback, GiveFeedback } from '../feedback.ts';
import { TraceId } from '../ids.ts';
import { AnswerNow } from '../review.ts';
import { SummarizeRequest } from '../summary.ts';
import { VerifyRequest, VerifyResponse } from '../verify.ts';
import { RetrieveRequest, RetrieveResponse } from '../retrieval.ts';

const traceParams = z.strictObject({ id: TraceId });

export const askEndpoints = {
  createAnswer: {
    method: 'post',
    path: '/v1/answers',
    access: 'ask',
    tag: 'Ask',
    summary: 'Ask a question; every sentence of the answer is cited and checked.',
    body: AskRequest,
    response: Answer,
    status: 200,
    creates: true,
    streams: true,
  },
  getAnswer: {
    method: 'get',
    path: '/v1/answers/:id',
    access: 'ask',
    tag: 'Ask',
    summary: 'An answer that this key asked for, as a person has decided since where one had to.',
    params: traceParams,
    response: AnswerNow,
    status: 200,
  },
  giveFeedback: {
    method: 'post',
    path: '/v1/answers/:id/feedback',
    access: 'ask',
    tag: 'Ask',
    summary:
      'Say whether an answer that this key asked for was good, and what it should have said.',
    params: traceParams,
    body: GiveFeedback,
    response: Feedback,
    status: 201,
    creates: true,
  },
  retrieve: {
    method: 'post',
    path: '/v1/retrieve',
    access: 'retrieve',
    tag: 'Ask',
    summary: 'Retrieve without generating: every candidate, with its scores and its reason.',
    body: RetrieveRequest,
    response: RetrieveResponse,
    status: 200,
    creates: true,
  },
  verify: {
    method: 'post',
    path: '/v1/verify',
    access: 'ask',
    tag: 'Ask',
    summary: 'Check a text against chunks, or a stored answer once more.',
    body: VerifyRequest,
    response: VerifyResponse,
    status: 200,
    creates: true,
  },
  extract: {
    method: 'post',
    path: '/v1/extract',
    access: 'ask',
    tag: 'Ask',
    summary: 'Values for the fields of a schema, each with its place in the text; null is missing.',
    body: ExtractRequest,
    response: ExtractResponse,
    status: 200,
    creates: true,
  },
  summarize: {
    method: 'post',
    path: '/v1/summarize',
    access: 'ask',
    tag: 'Ask',
    summary: 'A summary of a text or of documents; every sentence is cited and checked.',
    body: SummarizeRequest,
    response: Answer,
    status: 200,
    creates: true,
  },
  createChatCompletion: {
    method: 'post',
    path: '/v1/chat/completions',
    access: 'ask',
    tag: 'OpenAI',
    summary: "The same pipeline behind OpenAI's chat API.",
    body: ChatCompletionRequest,
    response: ChatCompletion,
    status: 200,
    creates: true,
    streams: true,
    openAi: true,
  },
  listModels: {
    method: 'get',
    path: '/v1/models',
    access: 'ask',
    tag: 'OpenAI',
    summary: 'The configured models, `auto` first.',
    response: ModelList,
    status: 200,
    openAi: true,
  },
} as const satisfies Record<string, Endpoint>;
