import type { ServerResponse } from 'node:http';
import type { Outcome } from './behaviours.ts';

export type SimulatedAnswer = Extract<Outcome, { kind: 'answer' }>;

export interface AnswerFrame {
  readonly id: string;
  /** What the reply says it was served by. */
  readonly model: string;
  readonly created: number;
  readonly includeUsage: boolean;
  readonly usage: Usage;
}

interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** Answers with server-sent events as OpenAI does, and goes wrong half-way when told to. */
export function streamAnswer(
  response: ServerResponse,
  answer: SimulatedAnswer,
  frame: AnswerFrame,
): void {
  const { fault } = answer;
  const pieces = answer.text.match(/\s*\S+/gu) ?? [];
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  send(response, chunk(frame, { role: 'assistant', content: '' }));
  for (const [at, content] of pieces.entries()) {
    if (at >= pieces.length / 2 && breakOff(response, answer)) return;
    send(response, chunk(frame, { content }));
  }
  send(response, chunk(frame, {}, answer.finishReason));
  if (frame.includeUsage && fault !== 'no_usage') {
    send(response, { ...chunk(frame, {}), choices: [], usage: frame.usage });
  }
  if (fault !== 'no_done') response.write('data: [DONE]\n\n');
  response.end();
}

function breakOff(response: ServerResponse, { fault }: SimulatedAnswer): boolean {
  switch (fault) {
    case 'cut':
      response.end();
      return true;
    case 'stall':
      return true;
    case 'reset':
      response.flushHeaders();
      setImmediate(() => response.socket?.resetAndDestroy());
      return true;
    case 'malformed_chunk':
      response.end('data: {"choices":[{"delta":\n\ndata: [DONE]\n\n');
      return true;
    case 'error_chunk':
      send(response, {
        error: { message: 'The simulator gave up.', type: 'server_error', code: null },
      });
      response.end();
      return true;
    case 'no_done':
    case 'no_usage':
    case null:
  }
  return false;
}

function chunk(
  { id, model, created }: AnswerFrame,
  delta: object,
  finishReason: string | null = null,
): object {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const fingerprint = { system_fingerprint: 'fp_simulated' };
  return { id, object: 'chat.completion.chunk', created, model, ...fingerprint, choices };
}

function send(response: ServerResponse, event: object): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}
