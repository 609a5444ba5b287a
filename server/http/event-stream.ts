import type { Response } from 'express';
import type { StreamEvent, StreamFormat } from './stream-format.ts';

export interface EventStreamOptions {
  readonly format: StreamFormat;
  readonly heartbeatMs: number;
}

/**
 * A response that is sent piece by piece. Nothing leaves before the first event, so that a request
 * that fails at once still gets a plain error with its own status.
 */
export class EventStream {
  readonly #response: Response;
  readonly #options: EventStreamOptions;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: Response, options: EventStreamOptions) {
    this.#response = response;
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), options.heartbeatMs);
    response.once('close', () => clearInterval(this.#heartbeat));
  }

  get hasStarted(): boolean {
    return this.#response.headersSent;
  }

  progress(event: StreamEvent, payload: unknown): void {
    if (event === 'done' || event === 'error') return;
    this.#write(this.#options.format.progress(event, payload));
  }

  done(body: string): void {
    this.#write(this.#options.format.done(body));
    this.#end();
  }

  error(body: string): void {
    this.#write(this.#options.format.error(body));
    this.#end();
  }

  /** Gives the response back to whoever answers a stream that never began. */
  cancel(): void {
    clearInterval(this.#heartbeat);
  }

  #write(text: string): void {
    if (text === '' || this.#response.writableEnded || this.#response.destroyed) return;
    if (!this.#response.headersSent) this.#start();
    this.#response.write(text);
  }

  #start(): void {
    this.#response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.#response.flushHeaders();
  }

  #end(): void {
    clearInterval(this.#heartbeat);
    this.#response.end();
  }
}
