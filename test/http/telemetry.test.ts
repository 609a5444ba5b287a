import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { startTelemetry, type Telemetry } from '../../platform/start-telemetry.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import {
  startOtlpReceiver,
  type ExportedSpan,
  type OtlpReceiver,
} from '../support/otlp-receiver.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = `# Leave policy

Every employee has 27 days of annual leave in a calendar year.
`;
const QUESTION = 'How many days of annual leave does every employee have?';
const ANSWER_SPAN = 'invoke_workflow footnote.answer';
const REMOTE_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const REMOTE_SPAN = '00f067aa0ba902b7';

let receiver: OtlpReceiver;
let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;
let telemetry: Telemetry;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.endpoint);
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '50');
  telemetry = await startTelemetry({
    endpoint: receiver.endpoint,
    serviceName: 'footnote-test',
    serviceVersion: '1',
  });
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [{ name: 'sim-good' }, { name: 'sim-500' }],
      routes: [{ name: 'failing', when: { task: ['summarization'] }, prefer: ['sim-500'] }],
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    { title: 'Leave policy', text: LEAVE, mime: 'text/markdown', source: 'leave.md' },
  ]);
});

afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
  await receiver[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function otelTraceIdOf(id: string): Promise<string> {
  const { body } = await client.get<TraceResponse>(`/v1/traces/${id}`);
  return body.identity.otel_trace_id ?? 'none';
}

async function spansOf(answer: Pick<Answer, 'id'>): Promise<ReadonlyMap<string, ExportedSpan>> {
  const spans = await receiver.spansOf(await otelTraceIdOf(answer.id), ANSWER_SPAN);
  return new Map(spans.map((span) => [span.name, span]));
}

describe('the spans of an answer', () => {
  it('are one trace, the steps below the answer and the embedding below the retrieval', async () => {
    const spans = await spansOf(await client.ask({ question: QUESTION, collections: ['default'] }));

    const answer = spans.get(ANSWER_SPAN);
    expect([...spans.keys()].toSorted()).toEqual([
      'chat sim-good',
      'embeddings lexical-hash',
      'footnote.route',
      'footnote.verify',
      ANSWER_SPAN,
      'retrieval default',
    ]);
    expect(answer?.parentSpanId).toBe('');
    for (const name of [
      'chat sim-good',
      'footnote.route',
      'footnote.verify',
      'retrieval default',
    ]) {
      expect(spans.get(name)?.parentSpanId).toBe(answer?.spanId);
    }
    expect(spans.get('embeddings lexical-hash')?.parentSpanId).toBe(
      spans.get('retrieval default')?.spanId,
    );
  });

  it('carry the names of both conventions', async () => {
    const answer = await client.ask({ question: QUESTION, collections: ['default'] });
    const spans = await spansOf(answer);
    const chunkId = answer.citations[0]?.chunk_id;

    expect(spans.get(ANSWER_SPAN)?.attributes).toMatchObject({
      'openinference.span.kind': 'CHAIN',
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'footnote.answer',
      'footnote.trace_id': answer.id,
      'footnote.status': 'answered',
      'footnote.verdict': 'verified',
    });
    expect(spans.get('retrieval default')?.attributes).toMatchObject({
      'openinference.span.kind': 'RETRIEVER',
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.data_source.id': 'default',
      'gen_ai.retrieval.top_k': 8,
      'retrieval.documents.0.document.id': chunkId,
      'retrieval.documents.0.document.score': expect.any(Number),
    });
    expect(spans.get('embeddings lexical-hash')?.attributes).toMatchObject({
      'openinference.span.kind': 'EMBEDDING',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': 'builtin',
      'gen_ai.request.model': 'lexical-hash',
      'gen_ai.embeddings.dimension.count': expect.any(Number),
      'embedding.model_name': 'lexical-hash',
    });
    expect(spans.get('footnote.route')?.attributes).toMatchObject({
      'openinference.span.kind': 'CHAIN',
      'footnote.route.rule': 'default',
      'footnote.route.task': 'grounded_qa',
      'footnote.route.complexity': answer.route.complexity,
      'footnote.route.sensitivity': 'internal',
      'footnote.route.model': 'sim-good',
    });
    expect(spans.get('footnote.verify')?.events).toMatchObject([
      {
        name: 'gen_ai.evaluation.result',
        attributes: {
          'gen_ai.evaluation.name': 'citation_verification',
          'gen_ai.evaluation.score.value': 1,
          'gen_ai.evaluation.score.label': 'verified',
        },
      },
    ]);
  });

  it('say of a model what was asked, what answered, and what it cost', async () => {
    const answer = await client.ask({ question: QUESTION });
    const spans = await spansOf(answer);

    expect(spans.get('chat sim-good')?.attributes).toEqual({
      'openinference.span.kind': 'LLM',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai_compatible',
      'gen_ai.request.model': 'sim-good',
      'gen_ai.request.max_tokens': 800,
      'gen_ai.request.stream': false,
      'gen_ai.response.model': 'sim-good-simulated',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': answer.usage.input_tokens,
      'gen_ai.usage.output_tokens': answer.usage.output_tokens,
      'llm.model_name': 'sim-good-simulated',
      'llm.request.model_name': 'sim-good',
      'llm.response.model_name': 'sim-good-simulated',
      'llm.token_count.prompt': answer.usage.input_tokens,
      'llm.token_count.completion': answer.usage.output_tokens,
      'llm.token_count.total': answer.usage.input_tokens + answer.usage.output_tokens,
      'llm.cost.total': answer.usage.cost_usd,
    });
  });

  it('have one for each call of a model, the failed one with its error', async () => {
    const spans = await spansOf(await client.ask({ question: 'Summarize annual leave.' }));

    expect(spans.get('chat sim-500')).toMatchObject({
      hasFailed: true,
      attributes: { 'error.type': 'server_error' },
    });
    expect(spans.get('chat sim-good')?.hasFailed).toBe(false);
  });

  it('name the builtin answer as the model that it is', async () => {
    const spans = await spansOf(
      await client.ask({ question: QUESTION, model: 'builtin-extractive' }),
    );

    expect(spans.get('chat builtin-extractive')?.attributes).toMatchObject({
      'gen_ai.provider.name': 'builtin',
      'llm.model_name': 'builtin-extractive',
    });
  });

  it('hold no text of the question, the documents or the answer', async () => {
    await spansOf(await client.ask({ question: QUESTION }));

    expect(JSON.stringify(receiver.spans)).not.toMatch(/annual leave|27 days/i);
  });
});

describe("a caller's traceparent", () => {
  const headers = { traceparent: `00-${REMOTE_TRACE}-${REMOTE_SPAN}-01` };

  it('is joined and kept, and is never the id of the answer', async () => {
    const first = await client.post<Answer>('/v1/answers', { question: QUESTION }, headers);
    const second = await client.post<Answer>('/v1/answers', { question: QUESTION }, headers);
    const spans = await receiver.spansOf(REMOTE_TRACE, ANSWER_SPAN);

    expect(spans.find((span) => span.name === ANSWER_SPAN)?.parentSpanId).toBe(REMOTE_SPAN);
    expect(await otelTraceIdOf(first.body.id)).toBe(REMOTE_TRACE);
    expect(await otelTraceIdOf(second.body.id)).toBe(REMOTE_TRACE);
    expect(first.body.id).not.toBe(second.body.id);
    expect(first.body.id.replaceAll('-', '')).not.toBe(REMOTE_TRACE);
  });

  it('is joined by retrieval on its own', async () => {
    const retrieved = await client.post<RetrieveResponse>(
      '/v1/retrieve',
      { question: QUESTION, collections: ['default'] },
      { traceparent: `00-${REMOTE_TRACE.replace('4b', '5b')}-${REMOTE_SPAN}-01` },
    );
    const traceId = await otelTraceIdOf(retrieved.body.id);
    const spans = await receiver.spansOf(traceId, 'retrieval default');

    expect(traceId).toBe(REMOTE_TRACE.replace('4b', '5b'));
    expect(spans.map((span) => span.name).toSorted()).toEqual([
      'embeddings lexical-hash',
      'retrieval default',
    ]);
  });

  it('that is not valid is not joined', async () => {
    const { body } = await client.post<Answer>(
      '/v1/answers',
      { question: QUESTION },
      { traceparent: `00-${'0'.repeat(32)}-${REMOTE_SPAN}-01` },
    );

    expect(await otelTraceIdOf(body.id)).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });
});

// The collector of this file goes wrong for good from here on.
describe('a collector in trouble', () => {
  it('does not hold up an answer by being silent, nor the end of the process', async () => {
    receiver.hold();
    const first = await client.ask({ question: QUESTION });
    await receiver.heldRequests(1);
    const second = await client.ask({ question: QUESTION });

    expect([first.status, second.status]).toEqual(['answered', 'answered']);
    const startedAt = performance.now();
    await telemetry.stop();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it('does not fail an answer by being gone', async () => {
    await receiver[Symbol.asyncDispose]();

    expect((await client.ask({ question: QUESTION })).status).toBe('answered');
  });
});

describe('without an endpoint', () => {
  it('loads no part of the SDK', async () => {
    expect(await loadedPackages('undefined')).not.toContain('@opentelemetry/sdk-node');
    expect(await loadedPackages("'http://127.0.0.1:9'")).toContain('@opentelemetry/sdk-node');
  });
});

/** The packages of OpenTelemetry that a process of its own has loaded once telemetry has started. */
async function loadedPackages(endpoint: string): Promise<readonly string[]> {
  const script = `
    import { createRequire } from 'node:module';
    import './platform/telemetry.ts';
    import { startTelemetry } from './platform/start-telemetry.ts';
    await startTelemetry({ endpoint: ${endpoint}, serviceName: 'test', serviceVersion: '1' });
    const files = Object.keys(createRequire(import.meta.url).cache);
    const names = files.map((file) => /@opentelemetry\\/[a-z-]+/.exec(file)?.[0] ?? '');
    process.stdout.write(JSON.stringify([...new Set(names)]), () => process.exit(0));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: projectRoot },
  );
  return JSON.parse(stdout) as readonly string[];
}
