import { describe, expect, it } from 'vitest';
import { IngestRunId } from '../../../../contract/ids.ts';
import type { Call, Handlers } from '../../../../server/http/handlers.ts';
import { KEY, send, sendRaw, startFakeService, type FakeService } from './support/fake-service.ts';
import { TRACE_ID } from './support/sample-answer.ts';

type UploadCall = Call<'createDocuments'>;

function recordingUploads(): {
  readonly calls: UploadCall[];
  readonly handlers: Partial<Handlers>;
} {
  const calls: UploadCall[] = [];
  return {
    calls,
    handlers: {
      createDocuments: async (call) => {
        calls.push(call);
        return { body: { run_id: IngestRunId.parse(TRACE_ID), documents: [] } };
      },
    },
  };
}

function form(parts: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, value] of parts) data.append(name, value);
  return data;
}

async function upload(service: FakeService, body: FormData, key?: string): Promise<Response> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return send(service, '/v1/documents', { method: 'POST', body, headers });
}

async function uploadRaw(service: FakeService, body: string, type: string): Promise<Response> {
  const headers = { 'content-type': type };
  return send(service, '/v1/documents', { method: 'POST', body, headers });
}

const note = new File(['# Leave'], 'leave.md', { type: 'text/markdown' });

describe('an upload', () => {
  it('brings files with their fields', async () => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    const response = await upload(
      service,
      form([
        ['file', note],
        ['file', new File([new Uint8Array([0, 255, 128])], 'ä 😀.bin')],
        ['source', 'hr/leave.md'],
        ['source', 'hr/ä.bin'],
        ['collection', 'hr'],
        ['tags', 'a, b'],
        ['tags', 'c'],
        ['acl', 'hr'],
        ['classification', 'confidential'],
      ]),
    );
    expect(response.status).toBe(202);
    expect(calls[0]).toMatchObject({
      body: null,
      files: [
        { fileName: 'leave.md', bytes: Buffer.from('# Leave'), declaredMime: 'text/markdown' },
        { fileName: 'ä 😀.bin', bytes: Buffer.from([0, 255, 128]) },
      ],
      fields: {
        source: ['hr/leave.md', 'hr/ä.bin'],
        title: [],
        collection: 'hr',
        tags: ['a', 'b', 'c'],
        classification: 'confidential',
        acl: ['hr'],
      },
    });
  });

  it('is told from JSON by its fields', async () => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    await send(service, '/v1/documents', { json: { title: 'Leave', text: 'x' } });
    expect(calls[0]).toMatchObject({
      files: [],
      fields: null,
      body: { title: 'Leave', mime: 'text/plain', collection: 'default' },
    });
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\leave.md', 'leave.md'],
    ['a"b.md', 'a"b.md'],
    ['50%.md', '50%.md'],
  ])('keeps only the last part of the name %s', async (name, kept) => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    await upload(service, form([['file', new File(['x'], name)]]));
    expect(calls[0]?.files[0]?.fileName).toBe(kept);
  });

  it('is replayed for the same files and refused for others', async () => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    const first = await upload(service, form([['file', note]]), 'k');
    const again = await upload(service, form([['file', note]]), 'k');
    const other = await upload(service, form([['file', new File(['# L'], 'leave.md')]]), 'k');
    expect([first.status, again.status, other.status]).toEqual([202, 202, 422]);
    expect(calls).toHaveLength(1);
  });
});

describe('an upload is refused', () => {
  it.each([
    ['no file', form([['collection', 'hr']]), 422],
    ['a file in another field', form([['document', note]]), 422],
    [
      'an unknown field',
      form([
        ['file', note],
        ['owner', 'me'],
      ]),
      422,
    ],
    [
      'a field with brackets',
      form([
        ['file', note],
        ['tags[]', 'a'],
      ]),
      422,
    ],
    [
      'a prototype field',
      form([
        ['file', note],
        ['__proto__', 'a'],
      ]),
      422,
    ],
    [
      'a nested prototype field',
      form([
        ['file', note],
        ['a[__proto__]', 'a'],
      ]),
      422,
    ],
    [
      'two collections',
      form([
        ['file', note],
        ['collection', 'a'],
        ['collection', 'b'],
      ]),
      422,
    ],
    [
      'a bad collection',
      form([
        ['file', note],
        ['collection', 'A B'],
      ]),
      422,
    ],
    [
      'a NUL',
      form([
        ['file', note],
        ['title', 'a\0b'],
      ]),
      422,
    ],
    ['a file without a name', form([['file', new File(['x'], '')]]), 422],
    ['a field called file', form([['file', 'text']]), 422],
    [
      'a long field name',
      form([
        ['file', note],
        ['x'.repeat(101), '1'],
      ]),
      422,
    ],
    [
      'a long value',
      form([
        ['file', note],
        ['title', 'x'.repeat(17_000)],
      ]),
      422,
    ],
  ])('with %s', async (_case, body, status) => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    const response = await upload(service, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(calls).toEqual([]);
  });

  const type = 'multipart/form-data; boundary=b';
  const part = 'content-disposition: form-data; name="file"; filename="a.md"';
  it.each([
    ['without a boundary', '--b--', 'multipart/form-data', 400],
    ['with an empty boundary', '--b--', 'multipart/form-data; boundary=', 422],
    ['that is empty', '', type, 400],
    ['that ends within a part', `--b\r\n${part}\r\n\r\nhalf`, type, 400],
    ['that ends within a header', `--b\r\n${part}`, type, 400],
    ['whose last boundary is cut', `--b\r\n${part}\r\n\r\nx\r\n--b`, type, 400],
    ['with a malformed header', `--b\r\n\0: x\r\n\r\nx\r\n--b--`, type, 400],
    ['with a nameless part', '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--', type, 422],
    ['of no parts', '--b--\r\n', type, 422],
    ['of another multipart kind', '--b--\r\n', 'multipart/mixed; boundary=b', 415],
  ])('%s', async (...[_case, body, contentType, status]) => {
    const { calls, handlers } = recordingUploads();
    await using service = await startFakeService({ handlers });
    const response = await uploadRaw(service, body, contentType);
    expect(response.status).toBe(status);
    expect(calls).toEqual([]);
  });

  it('with a name or a field that is not UTF-8', async () => {
    await using service = await startFakeService(recordingUploads());
    const bad = Buffer.from([0xe4]);
    const close = '\r\n--b--\r\n';
    const bodies = [
      [
        `--b\r\ncontent-disposition: form-data; name="file"; filename="`,
        bad,
        `.md"\r\n\r\nx${close}`,
      ],
      [
        `--b\r\n${part}\r\n\r\nx\r\n--b\r\ncontent-disposition: form-data; name="title"\r\n\r\n`,
        bad,
        close,
      ],
    ].map((parts) => Buffer.concat(parts.map((bytes) => Buffer.from(bytes))));
    for (const body of bodies) {
      const init = { method: 'POST', body, headers: { 'content-type': type } };
      const response = await send(service, '/v1/documents', init);
      expect(response.status).toBe(422);
    }
  });

  it('with a file over 25 MB, by 413', async () => {
    await using service = await startFakeService(recordingUploads());
    const tooLarge = new File([new Uint8Array(25 * 1024 * 1024 + 1)], 'a.bin');
    const small = new File(['x'], 'small.txt');
    const files = form([
      ['file', small],
      ['file', tooLarge],
    ]);
    const response = await upload(service, files);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      detail: 'The file "a.bin" is larger than 25 MB.',
    });
  });

  it.each([
    ['announced', 'content-length: 2000000'],
    ['not announced', 'transfer-encoding: chunked'],
  ])('with more in all than the limit, %s', async (_case, length) => {
    await using service = await startFakeService({
      ...recordingUploads(),
      limits: { uploadTotalBytes: 1_000 },
    });
    const head = [
      'POST /v1/documents HTTP/1.1',
      'host: a',
      'connection: close',
      `authorization: Bearer ${KEY}`,
      `content-type: ${type}`,
      length,
    ];
    const data = `--b\r\n${part}\r\n\r\n${'x'.repeat(2_000)}\r\n--b--\r\n`;
    const body = length.startsWith('transfer')
      ? `${data.length.toString(16)}\r\n${data}\r\n0\r\n\r\n`
      : data;
    const response = await sendRaw(service, `${head.join('\r\n')}\r\n\r\n${body}`);
    expect(response).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('with more files than the limit', async () => {
    await using service = await startFakeService({
      ...recordingUploads(),
      limits: { uploadFiles: 2 },
    });
    const response = await upload(
      service,
      form([
        ['file', note],
        ['file', note],
        ['file', note],
      ]),
    );
    expect(response.status).toBe(413);
  });

  it('when it does not arrive in time', async () => {
    await using service = await startFakeService({
      ...recordingUploads(),
      limits: { uploadTimeoutMs: 30 },
    });
    const head = [
      'POST /v1/documents HTTP/1.1',
      'host: a',
      `authorization: Bearer ${KEY}`,
      `content-type: ${type}`,
      'content-length: 500',
    ];
    const response = await sendRaw(service, `${head.join('\r\n')}\r\n\r\n--b\r\n${part}\r\n\r\nx`);
    expect(response).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('where no files are expected', async () => {
    await using service = await startFakeService();
    const body = form([['file', note]]);
    const response = await send(service, '/v1/collections', { method: 'POST', body });
    expect(response.status).toBe(415);
  });
});
