import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../../db/embedded/start.ts';
import { encodeMessage, encodeText, START_UP_CODES } from '../../../db/embedded/wire-messages.ts';
import { stressPool } from '../../support/stress-pool.ts';

const IDLE_TRANSACTION_MS = 300;
let embedded: EmbeddedDatabase;
let pool: Pool;

beforeAll(async () => {
  const template = inject('databaseTemplate');
  embedded = await startEmbeddedDatabase({
    dataDirectory: null,
    idleTransactionMs: IDLE_TRANSACTION_MS,
    ...(template.kind === 'embedded' ? { templateFile: template.templateFile } : {}),
  });
  pool = new Pool({ connectionString: embedded.connectionString, max: 8 });
  pool.on('connect', (client) => client.on('error', () => {}));
  await pool.query('create table stress (id int primary key, label text)');
});
afterAll(async () => {
  await pool.end();
  await embedded.stop();
});
beforeEach(() => pool.query('truncate stress'));

async function newClient(): Promise<Client> {
  const client = new Client({ connectionString: embedded.connectionString });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function connectRaw(): Promise<Socket> {
  const { hostname, port } = new URL(embedded.connectionString);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  return socket;
}

async function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
}

function startUpPacket(): Buffer {
  const packet = Buffer.from('0000\0\x03\0\0user\0postgres\0\0', 'latin1');
  packet.writeInt32BE(packet.length, 0);
  return packet;
}

function requestPacket(code: number): Buffer {
  const packet = Buffer.alloc(8);
  packet.writeInt32BE(packet.length, 0);
  packet.writeInt32BE(code, 4);
  return packet;
}

describe('the bridge under a pool', () => {
  it('gives no wrong answer to thousands of mixed concurrent operations', async () => {
    const { problems } = await stressPool(pool, 3000);
    expect(problems).toEqual([]);
    const { rows } = await pool.query('select count(*)::int as count from stress');
    expect(rows).toEqual([{ count: 300 }]);
  });

  it('carries values of many megabytes both ways', async () => {
    const text = 'ß'.repeat(10_000_000);
    const { rows } = await pool.query('select $1::text as text', [text]);
    expect(rows[0].text === text).toBe(true);
  });

  it('rolls back the transaction of a client that vanishes', async () => {
    const client = await newClient();
    await client.query('begin');
    await client.query(`insert into stress values (1, 'lost')`);
    const waiting = pool.query('select count(*)::int as count from stress');
    const socket: unknown = Reflect.get(client, 'connection');
    Reflect.get(Object(socket), 'stream').destroy();
    expect((await waiting).rows).toEqual([{ count: 0 }]);
  });

  it('ends a transaction that idles while another client waits', async () => {
    const idler = await newClient();
    const ended = new Promise<void>((resolve) => idler.once('end', () => resolve()));
    await idler.query('begin');
    await idler.query(`insert into stress values (1, 'lost')`);
    expect((await pool.query('select * from stress')).rows).toEqual([]);
    await ended;
    await expect(idler.query('commit')).rejects.toThrow(/not queryable/);
  });

  it('keeps named statements of different connections apart', async () => {
    const [first, second] = await Promise.all([newClient(), newClient()]);
    const one = await first.query({ name: 'same', text: 'select 1 as value' });
    const two = await second.query({ name: 'same', text: 'select 2 as value' });
    expect([one.rows, two.rows]).toEqual([[{ value: 1 }], [{ value: 2 }]]);
    await Promise.all([first.end(), second.end()]);
    const { rows } = await pool.query(
      `select count(*)::int as count from pg_prepared_statements where statement like 'select _ as value'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('refuses COPY FROM STDIN with an error and goes on', async () => {
    const client = await newClient();
    await expect(client.query('copy stress from stdin')).rejects.toMatchObject({ code: '57014' });
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });
});

describe('the bridge to strangers', () => {
  it('refuses a wrong password', async () => {
    const url = new URL(embedded.connectionString);
    url.password = 'wrong';
    const client = new Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('runs nothing before the password', async () => {
    const socket = await connectRaw();
    socket.write(Buffer.concat([startUpPacket(), encodeMessage('Q', encodeText('select 1'))]));
    expect(await readToEnd(socket)).toMatch(/28P01/);
  });

  it.each([
    ['a message longer than start-up may be', Buffer.from('Q\x7f\xff\xff\xff', 'latin1')],
    ['a length below the header', Buffer.from('Q\0\0\0\0', 'latin1')],
  ])('ends a connection that sends %s', async (_, bytes) => {
    const socket = await connectRaw();
    socket.write(Buffer.concat([startUpPacket(), bytes]));
    expect(await readToEnd(socket)).toMatch(/08P01/);
  });

  it('declines encryption and ignores a cancel request', async () => {
    const { sslRequest, gssEncryptionRequest, cancelRequest } = START_UP_CODES;
    const socket = await connectRaw();
    socket.write(
      Buffer.concat([
        requestPacket(sslRequest),
        requestPacket(gssEncryptionRequest),
        requestPacket(cancelRequest),
      ]),
    );
    expect(await readToEnd(socket)).toBe('NN');
  });

  it('ends an authenticated connection that sends an unknown message', async () => {
    const client = await newClient();
    const stream = Reflect.get(Object(Reflect.get(client, 'connection')), 'stream');
    const failed = once(client, 'error');
    stream.write(encodeMessage('y'));
    expect(await failed).toMatchObject([{ code: '08P01' }]);
  });
});
