import { APICallError } from 'ai';
import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../../../models/remote/explain-failure.ts';
import { AppError } from '../../../../platform/errors.ts';

function callError(
  statusCode: number,
  message: string,
  responseHeaders: Record<string, string> = {},
): APICallError {
  return new APICallError({
    url: 'https://models.example/v1/chat/completions',
    requestBodyValues: { messages: ['secret question'] },
    statusCode,
    message,
    responseHeaders,
    responseBody: JSON.stringify({ error: { message } }),
  });
}

describe('an error status', () => {
  it.each([
    [400, "This model's maximum context length is 8192 tokens.", 'context_overflow'],
    [400, 'prompt is too long: 9001 tokens > 8192 maximum', 'context_overflow'],
    [413, 'The request exceeds the available context size.', 'context_overflow'],
    [400, 'The response was filtered by the content management policy.', 'content_filter'],
    [404, 'The model does not exist.', 'refused'],
    [408, 'Too slow.', 'timeout'],
    [502, 'Bad Gateway', 'server_error'],
    [529, 'Overloaded', 'server_error'],
  ] as const)('%i %j is %s', (status, message, code) => {
    const explanation = explainFailure(callError(status, message), 'waiting');
    expect(explanation).toMatchObject({ code, detail: `HTTP ${status}: ${message}` });
  });

  it.each([
    ['4', 4],
    ['0.2', 1],
    ['-5', null],
    ['soon', null],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600],
  ])('reads the retry-after %j as %j seconds', (value, seconds) => {
    const headers = { 'retry-after': value, date: 'Mon, 23 Nov 2026 10:00:00 GMT' };
    const explanation = explainFailure(callError(429, 'Slow down.', headers), 'waiting');
    expect(explanation.retryAfterSeconds).toBe(seconds);
  });

  it('cuts a long detail and never holds the request', () => {
    const explanation = explainFailure(callError(500, 'x'.repeat(9_000)), 'waiting');
    expect(explanation.detail).toHaveLength(500);
    expect(JSON.stringify(explanation)).not.toContain('secret question');
  });
});

describe('a broken connection', () => {
  const broken = new AppError('unavailable', 'Cannot reach https://models.example: reset');

  it.each([
    ['waiting', 'connection'],
    ['streaming', 'cut_stream'],
  ] as const)('while %s is %s', (phase, code) => {
    expect(explainFailure(broken, phase)).toMatchObject({ code, retryable: true });
  });

  it('to a refused address is not tried again', () => {
    const refused = new AppError('invalid_value', 'The address may not be fetched.');
    expect(explainFailure(refused, 'waiting')).toMatchObject({ code: 'refused', retryable: false });
  });
});

describe('an error in the midst of a stream', () => {
  it.each([
    [{ message: 'Slow down.', code: 'rate_limit_exceeded' }, 'rate_limited'],
    [{ message: 'Filtered.', type: 'content_filter' }, 'content_filter'],
    [{ message: 'Out of memory.' }, 'server_error'],
    [{}, 'server_error'],
  ] as const)('%j is %s', (error, code) => {
    expect(explainFailure(error, 'streaming').code).toBe(code);
  });
});
