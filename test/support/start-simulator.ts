import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../platform/project-root.ts';
import type { Schedule } from '../simulator/schedule.ts';
import type { SeenRequest } from '../simulator/simulator-server.ts';

export interface Simulator extends AsyncDisposable {
  /** As an OpenAI client wants it: `http://127.0.0.1:<port>/v1`. */
  readonly baseUrl: string;
  readonly processId: number;
  /** Every request it was sent, in order. */
  requests(): Promise<readonly SeenRequest[]>;
  forgetRequests(): Promise<void>;
  /** Gives a model of this name a schedule, which begins at once. */
  startSchedule(model: string, schedule: z.input<typeof Schedule>): Promise<void>;
  stop(): Promise<void>;
}

const Greeting = z.object({ name: z.literal('footnote-provider-simulator'), port: z.int().min(1) });
const SeenRequests = z.array(
  z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: z.string(),
  }),
);

/** Starts the provider simulator as a process of its own, on a free port of loopback. */
export async function startSimulator({ seed = 1 } = {}): Promise<Simulator> {
  const main = join(projectRoot, 'test/simulator/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--seed', String(seed)], {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const line = await Promise.race([
    new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once('line', resolve);
    }),
    ended.then(() => Promise.reject(new Error('The provider simulator did not start.'))),
  ]);
  const { port } = Greeting.parse(JSON.parse(line));
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    baseUrl: `${origin}/v1`,
    processId: child.pid ?? -1,
    async requests() {
      const response = await fetch(`${origin}/_simulator/requests`);
      return SeenRequests.parse(await response.json());
    },
    async forgetRequests() {
      await fetch(`${origin}/_simulator/requests`, { method: 'DELETE' });
    },
    async startSchedule(model, schedule) {
      const response = await fetch(`${origin}/_simulator/schedules/${model}`, {
        method: 'POST',
        body: JSON.stringify(schedule),
      });
      if (!response.ok) throw new Error(`The simulator refuses it: ${await response.text()}`);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
