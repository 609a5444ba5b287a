import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AcceptedDocuments, Document } from '../../contract/document.ts';
import type { DocumentVersion } from '../../contract/document-version.ts';
import type { Page } from '../../contract/page.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceChunks } from '../../contract/trace-chunk.ts';
import { createClient, type Reply, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
});

afterAll(async () => {
  await footnote.stop();
});

async function findBySource(source: string): Promise<Document> {
  const { body } = await client.get<Page<Document>>(
    `/v1/documents?q=${encodeURIComponent(source)}`,
  );
  const document = body.data.find((candidate) => candidate.source === source);
  if (document === undefined) throw new Error(`No document ${source}`);
  return document;
}

async function upload(
  files: readonly { name: string; content: string | Uint8Array<ArrayBuffer> }[],
) {
  const form = new FormData();
  for (const file of files) form.append('file', new Blob([file.content]), file.name);
  const response = await fetch(`${client.url}/v1/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.key}` },
    body: form,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as AcceptedDocuments & { detail: string },
  } satisfies Reply;
}

describe('ingesting', () => {
  it('makes an uploaded file searchable, with chunks whose offsets index the stored text', async () => {
    const reply = await upload([
      { name: 'parking.md', content: '# Parking\n\nThe car park closes at 21:30 on weekdays.\n' },
    ]);
    const run = await client.finishRun(reply.body.run_id);
    const document = await findBySource('parking.md');
    const version = await client.get<DocumentVersion>(`/v1/documents/${document.id}/versions/1`);

    expect(reply.status).toBe(202);
    expect(run).toMatchObject({ status: 'succeeded', documents: { total: 1, done: 1 } });
    expect(document).toMatchObject({ status: 'ready', title: 'Parking', version: 1 });
    const [chunk] = version.body.chunks;
    expect(version.body.text.slice(chunk?.char_start, chunk?.char_end)).toContain('21:30');
  });

  it('does nothing when the same bytes come again', async () => {
    const document = { title: 'Same', text: 'Nothing changes here.', source: 'same' };
    await client.ingest([document]);
    const run = await client.ingest([document]);

    expect(run.documents).toMatchObject({ total: 1, done: 0, failed: 0, unchanged: 1 });
    expect(run.chunks.added).toBe(0);
    expect((await findBySource('same')).version).toBe(1);
  });

  it('serves the new version of a changed document and keeps unchanged chunks', async () => {
    const section = (name: string, text: string) => `## ${name}\n\n${text}\n\n`;
    const unchanged = section('Heating', 'The heating runs from October until April.');
    const before = unchanged + section('Windows', 'Windows are cleaned in March.');
    const after = unchanged + section('Windows', 'Windows are cleaned in June.');
    const document = { title: 'Building', mime: 'text/markdown', source: 'building' };
    await client.ingest([{ ...document, text: before }]);
    const run = await client.ingest([{ ...document, text: after }]);
    const found = await retrieve('When are the windows cleaned?');

    expect(run.chunks).toEqual({ added: 1, reused: 1, retired: 1 });
    expect(found.some((chunk) => chunk.text.includes('March'))).toBe(false);
    expect(found[0]).toMatchObject({ document_version: 2 });
  });

  it('keeps the classification that a re-ingest does not name', async () => {
    const document = { title: 'Plan', source: 'plan', classification: 'restricted' };
    await client.ingest([{ ...document, text: 'The first plan.' }]);
    await client.ingest([{ title: 'Plan', source: 'plan', text: 'The second plan.' }]);

    expect(await findBySource('plan')).toMatchObject({ classification: 'restricted', version: 2 });
  });

  it('counts characters as offsets do, also outside the basic plane', async () => {
    await client.ingest([{ title: 'Emoji', text: 'Party 🎉 on Friday 🎈.', source: 'emoji' }]);
    const { id } = await findBySource('emoji');
    const { body } = await client.get<DocumentVersion>(`/v1/documents/${id}/versions/1`);

    expect(body.char_count).toBe(body.text.length);
    expect(body.chunks.at(-1)?.char_end).toBeLessThanOrEqual(body.char_count);
  });

  it('gives back the very bytes that were ingested', async () => {
    const content = '# Été\r\n\r\nNaïve café — 5 €\r\n';
    const reply = await upload([{ name: 'bytes.md', content }]);
    await client.finishRun(reply.body.run_id);
    const document = await findBySource('bytes.md');
    const response = await fetch(`${client.url}/v1/documents/${document.id}/original`, {
      headers: { authorization: `Bearer ${client.key}` },
    });

    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(content))).toBe(true);
    expect(response.headers.get('content-disposition')).toContain('attachment');
  });
});

describe('retiring', () => {
  it('takes a document out of retrieval and leaves old traces whole', async () => {
    const text = 'The canteen serves pea soup on Thursdays.';
    await client.ingest([{ title: 'Canteen', text, source: 'canteen' }]);
    const answer = await client.ask({ question: 'When does the canteen serve pea soup?' });
    const document = await findBySource('canteen');
    const retired = await client.delete<Document>(`/v1/documents/${document.id}`);

    expect(retired.body.status).toBe('retired');
    expect(await retrieve('canteen pea soup')).toEqual([]);
    const chunks = await client.get<TraceChunks>(`/v1/traces/${answer.id}/chunks`);
    expect(chunks.body.data.map((chunk) => chunk.text)).toContain(text);
  });

  it('stays retired when it was still being ingested', async () => {
    const text = 'The bicycle shed is locked at eight.';
    const reply = await client.post<AcceptedDocuments>('/v1/documents', {
      documents: [{ title: 'Shed', text, source: 'shed' }],
    });
    const id = reply.body.documents[0]?.id;
    await client.delete(`/v1/documents/${id}`);
    await client.finishRun(reply.body.run_id);
    await client.ingest([{ title: 'Other', text: 'Something else.', source: 'other' }]);

    expect(await findBySource('shed')).toMatchObject({ id, status: 'retired', version: null });
    expect(await retrieve('When is the bicycle shed locked?')).toEqual([]);
  });

  it('brings a retired document back when it is ingested again', async () => {
    const document = { title: 'Gym', text: 'The gym opens at six.', source: 'gym' };
    await client.ingest([document]);
    await client.delete(`/v1/documents/${(await findBySource('gym')).id}`);
    const run = await client.ingest([document]);

    expect(run.documents.done).toBe(1);
    expect(await retrieve('When does the gym open?')).not.toEqual([]);
  });
});

describe('bad files', () => {
  it.each([
    ['an unsupported type', 'photo.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 415],
    ['a wrongly named file', 'really-text.pdf', 'just text', 415],
    ['an empty file', 'empty.md', '', 422],
  ])('refuses %s with a clear problem', async (_what, name, content, status) => {
    const reply = await upload([{ name, content }]);

    expect(reply.status).toBe(status);
    expect(reply.body.detail).toContain(name);
  });

  it('fails a broken PDF with a reason, and the other documents of the run go on', async () => {
    const reply = await upload([
      { name: 'broken.pdf', content: '%PDF-1.7\nthis is no PDF at all' },
      { name: 'fine.md', content: '# Fine\n\nThis one is fine.' },
    ]);
    const run = await client.finishRun(reply.body.run_id);

    expect(run.status).toBe('partly_failed');
    expect(run.errors).toMatchObject([{ source: 'broken.pdf', code: 'unreadable' }]);
    expect(await findBySource('broken.pdf')).toMatchObject({ status: 'failed' });
    expect(await findBySource('fine.md')).toMatchObject({ status: 'ready' });
  });

  it('leaves the version that served when a re-ingest fails', async () => {
    const content = '# Notice\n\nThe notice period is three months.';
    const first = await upload([{ name: 'notice.md', content }]);
    await client.finishRun(first.body.run_id);
    const second = await upload([
      // UTF-8 with one byte that is damaged.
      {
        name: 'notice.md',
        content: Buffer.concat([Buffer.from('é'.repeat(100)), Buffer.of(0xff)]),
      },
    ]);
    const run = await client.finishRun(second.body.run_id);

    expect(run).toMatchObject({ status: 'failed', errors: [{ code: 'invalid_encoding' }] });
    expect(await findBySource('notice.md')).toMatchObject({ status: 'ready', version: 1 });
    expect(await retrieve('How long is the notice period?')).not.toEqual([]);
  });

  it('refuses two documents with one source', async () => {
    const reply = await client.post<{ detail: string }>('/v1/documents', {
      documents: [
        { title: 'One', text: 'a', source: 'twice' },
        { title: 'Two', text: 'b', source: 'twice' },
      ],
    });

    expect([reply.status, reply.body.detail]).toEqual([
      422,
      'Two documents have the source "twice".',
    ]);
  });
});

async function retrieve(question: string): Promise<RetrieveResponse['chunks']> {
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', { question });
  return body.chunks;
}
