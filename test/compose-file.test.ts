import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../platform/project-root.ts';

const Healthcheck = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    timeout: z.string(),
    retries: z.int(),
  }),
]);

const Service = z.strictObject({
  build: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).min(1).optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  shm_size: z
    .string()
    .regex(/^\d+mb$/)
    .optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string().regex(/:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\//)),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))
    .optional(),
  healthcheck: Healthcheck.optional(),
});

const ComposeFile = z.strictObject({
  name: z.string(),
  'x-footnote': z.unknown(),
  services: z.strictObject({ database: Service, server: Service, worker: Service }),
  volumes: z.record(z.string(), z.null()),
});

function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

const composeText = readProjectFile('docker-compose.yml');
const compose = ComposeFile.parse(parse(composeText, { merge: true }));
const { database, server, worker } = compose.services;
const dockerfile = readProjectFile('Dockerfile').replaceAll('\\\n', ' ').split('\n');

function instructions(name: string): readonly string[] {
  return dockerfile
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1));
}

/** Runs the image's HEALTHCHECK against a port of this machine; its exit code. */
async function runHealthcheck(address: unknown): Promise<unknown> {
  const { port } = z.object({ port: z.int() }).parse(address);
  const [, json] = instructions('HEALTHCHECK').join(' ').split(' CMD ');
  const command: unknown = JSON.parse(json ?? '');
  const [program, ...args] = z.array(z.string()).min(1).parse(command);
  expect(program).toBe('node');
  const child = spawn(process.execPath, args, { env: { PORT: String(port) } });
  const [code]: unknown[] = await once(child, 'exit');
  return code;
}

describe('docker-compose.yml', () => {
  it('starts the server as the image does', () => {
    expect(instructions('CMD').map((text) => JSON.parse(text))).toEqual([server.command]);
  });

  it.each([
    ['server', server.command],
    ['worker', worker.command],
  ])('starts a program for the %s that the build makes', (_, command) => {
    const [program, path] = command ?? [];
    expect(program).toBe('node');
    const source = path?.replace(/^dist\//, '').replace(/\.js$/, '.ts') ?? '';
    expect(existsSync(join(projectRoot, source))).toBe(true);
  });

  it('lets the server and the worker wait for a healthy database and use it', () => {
    expect(database.healthcheck).toHaveProperty('test');
    for (const { depends_on: dependsOn, environment } of [server, worker]) {
      expect(dependsOn).toEqual({ database: { condition: 'service_healthy' } });
      const url = new URL(environment['DATABASE_URL'] ?? '');
      expect(url.hostname).toBe('database');
      expect(url.username).toBe(database.environment['POSTGRES_USER']);
      expect(url.pathname).toBe(`/${database.environment['POSTGRES_DB']}`);
    }
  });

  it('keeps data in named volumes that it declares', () => {
    const used = [database, server, worker].flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0]),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
    expect(server.volumes).toContain(`data:${server.environment['FOOTNOTE_DATA_DIR']}`);
  });

  it('publishes the port that the server listens on', () => {
    expect(server.ports).toEqual([expect.stringMatching(`:${server.environment['PORT']}$`)]);
    expect(server.environment['HOST']).toBe('0.0.0.0');
  });

  it('takes nothing from the environment that .env.example does not explain', () => {
    const taken = [...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const settings = readProjectFile('.env.example').matchAll(/^#? ?(\w+)=/gm);
    const explained = new Set([...settings].map(([, name]) => name));
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter((name) => !explained.has(name))).toEqual([]);
  });
});

describe('what a person is told to do before docker compose', () => {
  /** A variable without a default: without it, docker compose stops or a container gets nothing. */
  const required = [...composeText.matchAll(/\$\{(\w+)(?:\}|:?\?)/g)].map(([, name]) => name);

  it('sets every variable that has no default', () => {
    const settings = readProjectFile('.env.example').matchAll(/^(\w+)=(?=.)/gm);
    const set = new Set([...settings].map(([, name]) => name));
    expect(required).toContain('POSTGRES_PASSWORD');
    expect(required.filter((name) => !set.has(name))).toEqual([]);
  });

  it.each(['README.md', 'docs/operations.md'])('is said where %s names the command', (path) => {
    const commands = [...readProjectFile(path).matchAll(/^docker compose up.*$/gm)];
    expect(commands.length).toBeGreaterThan(0);
    for (const { index } of commands) {
      const before = readProjectFile(path).slice(0, index);
      expect(before).toMatch(/\ncp \.env\.example \.env\n$/);
    }
  });
});

describe('the Dockerfile', () => {
  it('copies what exists', () => {
    const sources = instructions('COPY')
      .filter((text) => !text.startsWith('--from'))
      .flatMap((text) => text.split(' ').slice(0, -1));
    expect(sources).toContain('package-lock.json');
    expect(sources.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('does not run as root', () => {
    expect(instructions('USER')).toEqual(['node']);
  });

  it.each([
    [200, 0],
    [503, 1],
  ])('takes a /readyz of %d for a health of %d', async (status, exitCode) => {
    const asked: (string | undefined)[] = [];
    await using server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(await runHealthcheck(server.address())).toBe(exitCode);
    expect(asked).toEqual(['/readyz']);
  });

  it('takes a server that is not there for unhealthy', async () => {
    expect(await runHealthcheck({ port: 1 })).toBe(1);
  });

  it('is built on the Node that package.json asks for', () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(readProjectFile('package.json')));
    const major = /\d+/.exec(engines.node)?.[0];
    const bases = instructions('FROM').map((text) => text.split(' ')[0]);
    expect(new Set(bases)).toEqual(new Set([`node:${major}-bookworm-slim`]));
  });
});
