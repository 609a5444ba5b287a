import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { z } from 'zod';
import { DESK, readDeskArticles, type DeskTicket } from '../../cli/workflow/desk-tickets.ts';
import type { Example } from '../../contract/classifier.ts';
import type { WorkflowStep } from '../../contract/workflow-config.ts';
import { WorkflowTraceRecord } from '../../contract/trace.ts';
import { StartedWorkflowRun, WorkflowResult, WorkflowRun } from '../../contract/workflow.ts';
import { loadConfig } from '../../platform/load-config.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { launch } from '../launch.ts';
import { createServiceClient } from '../service-client.ts';
import type { SortedTicket, Thresholds } from './workflow-figures.ts';

const POLL_MS = 500;

/** A running support desk that sends whatever is neither held nor unsupported, and says how sure it was. */
export interface MeasuredDesk {
  train(examples: readonly Example[]): Promise<void>;
  putThrough(tickets: readonly DeskTicket[]): Promise<readonly SortedTicket[]>;
  stop(): Promise<void>;
}

/** Starts the demo on the embedded database, in a directory of its own. */
export async function startDesk(): Promise<MeasuredDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-desk-'));
  const configPath = join(folder, 'desk.yaml');
  await writeFile(configPath, writePermissiveConfig());
  const service = await launch({
    dataDirectory: folder,
    databaseUrl: null,
    configPath,
    hasDemo: true,
  });
  await createServiceClient(service.url, folder).finishIngest();
  const key = (await readFile(join(folder, 'admin-key'), 'utf8')).trim();
  const call = createCaller(service.url, key);
  const articles = await readDeskArticles();
  return {
    async train(examples) {
      await call('/v1/classifiers', z.unknown(), { name: DESK, examples });
    },
    async putThrough(tickets) {
      const results = await runTickets(tickets, call);
      const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
      const sorted: SortedTicket[] = [];
      for (const result of results) {
        const ticket = byId.get(result.key ?? '');
        if (ticket === undefined || result.trace_id === null) continue;
        const { workflow } = await call(`/v1/traces/${result.trace_id}`, WorkflowTraceRecord);
        const right = articles.get(ticket.label) ?? [];
        sorted.push({
          isRegulated: ticket.must_review,
          isLabelRight: result.label === ticket.label,
          isCitedRight: result.citations.every(({ source }) => right.includes(source)),
          isResolvable: ticket.resolvable,
          probability: result.probability ?? 0,
          isConfirmed: workflow.label_search?.is_confirmed === true,
          isSendable: result.outcome === 'resolved',
        });
      }
      return sorted;
    },
    async stop() {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The thresholds of the demo's workflow as they are shipped, and from which probability on there is a label. */
export function readShipped(): { readonly thresholds: Thresholds; readonly least: number } {
  const steps = readConfig().workflows.flatMap((workflow) => workflow.steps);
  const classify = steps.find((step) => step.kind === 'classify');
  const verify = steps.find((step) => step.kind === 'verify');
  if (verify === undefined) throw new Error('The workflow of the support desk does not verify.');
  return { thresholds: verify.min_label_probability, least: classify?.min_probability ?? 0 };
}

function readConfig() {
  const path = join(projectRoot, 'demo', DESK, 'footnote.config.yaml');
  return loadConfig(path, { isRequired: true }).config;
}

/** What policy and topics hold stays held; every label, and every draft that is supported, is sure enough. */
function writePermissiveConfig(): string {
  const { classifiers, regulated_topics, routes, workflows } = readConfig();
  const allow = (step: WorkflowStep): WorkflowStep => {
    if (step.kind === 'classify') return { ...step, min_probability: 0 };
    if (step.kind !== 'verify') return step;
    return { ...step, min_label_probability: { alone: 0, confirmed: 0 } };
  };
  return stringify({
    classifiers,
    regulated_topics,
    routes,
    workflows: workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.map(allow) })),
  });
}

async function runTickets(
  tickets: readonly DeskTicket[],
  call: Call,
): Promise<readonly WorkflowResult[]> {
  const path = `/v1/workflows/${DESK}/runs`;
  const inputs = tickets.map(({ id, text }) => ({ id, text }));
  const { run_id: runId } = await call(path, StartedWorkflowRun, { inputs });
  while ((await call(`${path}/${runId}`, WorkflowRun)).finished_at === null) await sleep(POLL_MS);
  const lines = await call(`${path}/${runId}/results`, z.string());
  return lines
    .trim()
    .split('\n')
    .map((line) => WorkflowResult.parse(JSON.parse(line)));
}

type Call = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** What comes as lines is read as text. */
function createCaller(url: string, key: string): Call {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return async (path, schema, body) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${text}`);
    const areLines = response.headers.get('content-type')?.includes('ndjson') === true;
    return schema.parse(areLines ? text : JSON.parse(text));
  };
}
