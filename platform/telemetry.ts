import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { AppError } from './errors.ts';

const tracer = trace.getTracer('footnote');

export interface SpanOptions {
  readonly name: string;
  readonly attributes: Attributes;
}

/**
 * Runs `work` inside a span. Without an exporter the API does nothing and costs nothing; a collector
 * that is down never slows or fails the work. Of an error only its code is told: messages may quote text.
 */
export function withSpan<Result>(
  options: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  return tracer.startActiveSpan(options.name, { attributes: options.attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setAttribute('error.type', typeOf(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Runs `work` as a part of the caller's W3C trace, when it sent one. */
export function withRemoteParent<Result>(
  traceparent: string | null,
  work: () => Promise<Result>,
): Promise<Result> {
  if (traceparent === null) return work();
  return context.with(parentContext(traceparent), work);
}

/** The OpenTelemetry trace id of the running span, or of the caller's trace; null when there is neither. */
export function currentTraceId(traceparent: string | null): string | null {
  const active = trace.getActiveSpan()?.spanContext();
  if (active !== undefined && isSpanContextValid(active)) return active.traceId;
  return traceparent === null ? null : (traceparent.split('-')[1] ?? null);
}

function typeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}

function parentContext(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}
