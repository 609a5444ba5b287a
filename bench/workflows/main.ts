import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  StartedWorkflowRun,
  Workflow,
  WorkflowResult,
  WorkflowRun,
} from '../../contract/workflow.ts';
import { launch, type Launched } from '../launch.ts';
import { readCpuSeconds } from '../read-cpu.ts';
import { findProcesses } from '../read-memory.ts';
import { DESK_CONFIG, readDesk } from './desk.ts';

// `npm run bench workflows -- --tickets 10000 --kill`: how many tickets a second go through a whole workflow on
// the embedded default with builtin models, how much CPU each takes, and whether each ended once.
const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '2000' },
    /** Kills the server when half of the tickets have ended. */
    kill: { type: 'boolean', default: false },
    database: { type: 'string', default: 'embedded' },
  },
});
const count = Number(values.tickets);
const POLL_MS = 1_000;
const DOCUMENTS_DEADLINE_MS = 300_000;

const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-desk-'));
try {
  await measure(dataDirectory);
} finally {
  await rm(dataDirectory, { recursive: true, force: true });
}

async function measure(folder: string): Promise<void> {
  const config = join(folder, 'desk.yaml');
  await writeFile(config, DESK_CONFIG);
  const service = await launch({
    dataDirectory: folder,
    databaseUrl: null,
    configPath: config,
    hasDemo: true,
  });
  try {
    const call = createCaller(service, await readFile(join(folder, 'admin-key'), 'utf8'));
    await untilDocumentsServe(call);
    const desk = readDesk();
    await call(
      '/v1/classifiers',
      z.unknown(),
      JSON.stringify({ name: 'department', examples: desk.examples }),
    );
    await report(service, call, desk.writeTickets(count));
  } finally {
    await service.stop();
  }
}

async function report(service: Launched, call: Call, tickets: string): Promise<void> {
  const path = '/v1/workflows/desk/runs';
  const before = readCpuByName(service);
  const startedAt = performance.now();
  const { run_id: runId } = await call(path, StartedWorkflowRun, tickets);
  const run = await followRun(service, call, `${path}/${runId}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = [...readCpuByName(service)].map(
    ([name, used]) =>
      `${name} ${(((used - (before.get(name) ?? 0)) * 1_000) / count).toFixed(1)} ms`,
  );
  const results = (await call(`${path}/${runId}/results`, z.string())).trim().split('\n');
  const ended = results.map((line) => WorkflowResult.parse(JSON.parse(line)));
  const positions = new Set(ended.map(({ position }) => position));
  const answers = new Set(ended.map(({ answer_id: id }) => id));
  const { figures } = await call(`/v1/workflows/desk?run_id=${runId}`, Workflow);
  const steps = figures.steps.map(
    ({ step, p50_ms: p50, p95_ms: p95 }) => `${step} ${p50.toFixed(1)}/${p95.toFixed(1)} ms`,
  );
  process.stdout.write(
    [
      `${count} tickets in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(1)} tickets/s${values.kill ? ', the server killed midway' : ''}`,
      `CPU of a ticket: ${cpu.join(', ')}`,
      `p50/p95: ${steps.join(', ')}; whole ${figures.p50_ms.toFixed(1)}/${figures.p95_ms.toFixed(1)} ms`,
      `ended: ${positions.size} of ${count}, with ${answers.size} answers; ${JSON.stringify(run.items)}`,
      `outcomes: ${JSON.stringify(run.outcomes)}`,
      '',
    ].join('\n'),
  );
}

async function followRun(service: Launched, call: Call, path: string): Promise<WorkflowRun> {
  let mustKill = values.kill;
  for (;;) {
    // A server that was killed answers nothing until it is up again.
    const run = await call(path, WorkflowRun).catch(() => null);
    if (run !== null && run.finished_at !== null) return run;
    if (mustKill && run !== null && run.items.done >= count / 2) {
      mustKill = false;
      const server = findProcesses(service.processId).find(
        ({ process: name }) => name === 'server',
      );
      if (server !== undefined) process.kill(server.id, 'SIGKILL');
    }
    await sleep(POLL_MS);
  }
}

async function untilDocumentsServe(call: Call): Promise<void> {
  const deadline = performance.now() + DOCUMENTS_DEADLINE_MS;
  const Runs = z.object({ data: z.array(z.object({ finished_at: z.string().nullable() })) });
  while (performance.now() < deadline) {
    const { data } = await call('/v1/ingest-runs', Runs);
    if (data.length > 0 && data.every((run) => run.finished_at !== null)) return;
    await sleep(POLL_MS);
  }
  throw new Error('The documents of the demo were not ingested in time.');
}

/** Of database, server and worker; the launcher above them only waits. */
function readCpuByName({ processId }: Launched): ReadonlyMap<string, number> {
  const below = findProcesses(processId).filter(({ id }) => id !== processId);
  return new Map(below.map(({ id, process: name }) => [name, readCpuSeconds(id)]));
}

type Call = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body?: string,
) => Promise<z.output<Schema>>;

/** Text is sent as lines when it is not one JSON object, and read as text where a schema wants text. */
function createCaller({ url }: Launched, key: string): Call {
  return async (path, schema, body) => {
    const isLines = body !== undefined && body.includes('}\n{');
    const response = await fetch(`${url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: {
        authorization: `Bearer ${key.trim()}`,
        'content-type': isLines ? 'application/x-ndjson' : 'application/json',
      },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text}`);
    const isText = response.headers.get('content-type')?.includes('ndjson') === true;
    return schema.parse(isText ? text : JSON.parse(text));
  };
}
