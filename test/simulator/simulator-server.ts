import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { CHAT_BEHAVIOURS, decideOutcome, type Outcome } from './behaviours.ts';
import { EMBEDDING_BEHAVIOURS, embedTexts } from './embed.ts';
import { planCall, Schedule } from './schedule.ts';
import { streamAnswer, type AnswerFrame, type SimulatedAnswer } from './stream-answer.ts';

/** A request as `GET /_simulator/requests` shows it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const Content = z.union([z.string(), z.array(z.object({ text: z.string() }))]);
const ChatCall = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: Content })),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
});
const EmbeddingCall = z.object({
  model: z.string(),
  input: z.union([z.string().transform((text) => [text]), z.array(z.string())]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** `POST /_simulator/schedules/<model>` gives a model of any name a schedule, which begins at once. */
const SCHEDULES = '/_simulator/schedules/';

/**
 * A simulator of a model provider that speaks OpenAI's wire protocol. It is no model: the name of the
 * model decides how it answers or fails, and the same calls in the same order get the same replies.
 */
export class SimulatorServer {
  readonly server: Server;
  readonly #seed: number;
  readonly #seen: SeenRequest[] = [];
  readonly #callsOfModel = new Map<string, number>();
  readonly #schedules = new Map<string, { schedule: Schedule; startedAt: number }>();

  constructor(seed: number) {
    this.#seed = seed;
    this.server = createServer((request, response) => {
      this.#receive(request, response).catch((error: unknown) => {
        refuse(response, 400, `The simulator cannot read this: ${String(error)}`);
      });
    });
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const method = request.method ?? 'GET';
    if (path === '/_simulator/requests') return this.#showRequests(method, response);
    const body = await readBody(request);
    if (path.startsWith(SCHEDULES)) {
      return this.#startSchedule(path.slice(SCHEDULES.length), body, response);
    }
    this.#seen.push({ method, path, headers: request.headers, body });
    if (method === 'GET' && path === '/v1/models') return listModels(response);
    if (method !== 'POST') return refuse(response, 404, 'Not simulated.');
    if (path === '/v1/chat/completions')
      return this.#chat(response, ChatCall.parse(JSON.parse(body)));
    if (path === '/v1/embeddings')
      return this.#embed(response, EmbeddingCall.parse(JSON.parse(body)));
    refuse(response, 404, 'Not simulated.');
  }

  #showRequests(method: string, response: ServerResponse): void {
    if (method === 'DELETE') this.#seen.length = 0;
    sendJson(response, 200, this.#seen);
  }

  /** Its time begins now, and its calls are counted anew. */
  #startSchedule(model: string, body: string, response: ServerResponse): void {
    const schedule = Schedule.parse(JSON.parse(body));
    this.#schedules.set(model, { schedule, startedAt: performance.now() });
    this.#callsOfModel.delete(model);
    sendJson(response, 200, schedule);
  }

  #chat(response: ServerResponse, call: z.infer<typeof ChatCall>): void {
    const earlierCalls = this.#countCall(call.model);
    const scheduled = this.#schedules.get(call.model);
    if (scheduled === undefined) {
      return this.#reply(response, call, { earlierCalls, servedAs: `${call.model}-simulated` });
    }
    const { behaviour, delayMs } = planCall(scheduled.schedule, {
      key: `${this.#seed}:${call.model}#${earlierCalls}`,
      elapsedMs: performance.now() - scheduled.startedAt,
    });
    const servedAs = scheduled.schedule.served_as ?? `${behaviour}-simulated`;
    const planned = { ...call, model: behaviour };
    setTimeout(() => this.#reply(response, planned, { earlierCalls, servedAs }), delayMs);
  }

  #reply(
    response: ServerResponse,
    call: z.infer<typeof ChatCall>,
    { earlierCalls, servedAs }: { readonly earlierCalls: number; readonly servedAs: string },
  ): void {
    const prompt = call.messages.map(({ content }) => textOf(content)).join('\n\n');
    const outcome = decideOutcome({ model: call.model, prompt, earlierCalls });
    if (outcome === null) return refuse(response, 404, `The model ${call.model} is not simulated.`);
    if (outcome.kind !== 'answer') return fail(response, outcome);
    const frame: AnswerFrame = {
      id: `chatcmpl-sim-${this.#digest(`${call.model}#${earlierCalls}`)}`,
      model: servedAs,
      created: 1_700_000_000 + earlierCalls,
      includeUsage: call.stream_options?.include_usage === true,
      usage: countTokens(prompt, outcome.text),
    };
    const reply = () =>
      call.stream === true
        ? streamAnswer(response, outcome, frame)
        : sendJson(response, 200, completion(outcome, frame));
    if (outcome.delayMs === 0) reply();
    else setTimeout(reply, outcome.delayMs);
  }

  #embed(response: ServerResponse, call: z.infer<typeof EmbeddingCall>): void {
    const earlierCalls = this.#countCall(call.model);
    const outcome = decideOutcome({ model: call.model, prompt: '', earlierCalls });
    if (outcome !== null && outcome.kind !== 'answer') return fail(response, outcome);
    const vectors = embedTexts(call.model, call.input, earlierCalls);
    if (vectors === null) return refuse(response, 404, `The model ${call.model} is not simulated.`);
    const prompt_tokens = countTokens(call.input.join(' '), '').prompt_tokens;
    sendJson(response, 200, {
      object: 'list',
      model: `${call.model}-simulated`,
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: call.encoding_format === 'base64' ? toBase64(vector) : vector,
      })),
      usage: { prompt_tokens, total_tokens: prompt_tokens },
    });
  }

  #countCall(model: string): number {
    const earlierCalls = this.#callsOfModel.get(model) ?? 0;
    this.#callsOfModel.set(model, earlierCalls + 1);
    return earlierCalls;
  }

  #digest(text: string): string {
    return createHash('sha256').update(`${this.#seed}:${text}`).digest('hex').slice(0, 24);
  }
}

function fail(response: ServerResponse, outcome: Exclude<Outcome, SimulatedAnswer>): void {
  switch (outcome.kind) {
    case 'error':
      return sendJson(response, outcome.status, { error: outcome.error }, outcome.headers);
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
  }
}

function completion(answer: SimulatedAnswer, frame: AnswerFrame): object {
  const { id, model, created, usage } = frame;
  const message = { role: 'assistant', content: answer.text, refusal: null };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: answer.finishReason }];
  return { id, object: 'chat.completion', created, model, choices, usage };
}

function listModels(response: ServerResponse): void {
  const data = [...CHAT_BEHAVIOURS, ...EMBEDDING_BEHAVIOURS].map((id) => ({
    id,
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'footnote-provider-simulator',
  }));
  sendJson(response, 200, { object: 'list', data });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

function textOf(content: z.infer<typeof Content>): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n');
}

/** Words stand in for tokens. */
function countTokens(prompt: string, answer: string): AnswerFrame['usage'] {
  const prompt_tokens = prompt.split(/\s+/u).filter(Boolean).length;
  const completion_tokens = answer.split(/\s+/u).filter(Boolean).length;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function toBase64(vector: readonly (number | null)[]): string {
  return Buffer.from(Float32Array.from(vector, (value) => value ?? NaN).buffer).toString('base64');
}

function refuse(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { message, type: 'invalid_request_error', code: null } });
}

function sendJson(
  response: ServerResponse,
  status: number,
  ...[value, headers = {}]: readonly [value: unknown, headers?: Readonly<Record<string, string>>]
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}
