import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from '../../../contract/document.ts';
import type { Page } from '../../../contract/page.ts';
import type { Source } from '../../../contract/source.ts';
import { createClient } from '../../support/client.ts';
import { type RunningFootnote, startFootnote } from '../../support/start-footnote.ts';

export const BADGE_QUESTION = 'What does a lost badge cost?';

const HOSTILE_SOURCE = '<b>badge</b>.md';

export interface KnowledgeWorld {
  readonly server: RunningFootnote;
  /** A page for each state worth looking at, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly folder: string;
  stop(): Promise<void>;
}

/**
 * A server with a changed document and a stale answer, a held version, a failed document, a source that
 * was synced and another that cannot be, and a collection that another chunker has built.
 */
export async function seedKnowledge(): Promise<KnowledgeWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-followed-'));
  const server = await startFootnote({
    config: `documents:\n  findings:\n    secret: hold\nsources:\n  folders: [${folder}]\n`,
  });
  const client = createClient(server, server.adminKey);
  const badge = (cost: string, more = '') =>
    client.ingest([
      {
        title: 'Badge memo',
        source: HOSTILE_SOURCE,
        mime: 'text/markdown',
        text: `# Badge memo\n\n## Losing it\n\nA lost badge costs ${cost} pounds. <img src=x onerror="document.title='owned'">\n\n## Visitors\n\nVisitors wear a yellow badge.\n${more}`,
      },
    ]);
  await badge('12');
  const answer = await client.ask({ question: BADGE_QUESTION });
  const changed = await badge('19', '\n## Contractors\n\nContractors wear a blue badge.\n');
  await badge('19', '\n## Keys\n\nThe deploy key is AKIAIOSFODNN7EXAMPLQ and zero\u200Bwidth.\n');
  const failed = await client.ingest([
    { title: 'Odd', source: 'odd.json', mime: 'application/json', text: '{"a": [' },
    { title: 'Fine', source: 'fine.md', mime: 'text/markdown', text: '# Fine\n\nAll is well.' },
  ]);
  await writeFile(join(folder, 'leave.md'), '# Leave\n\nYou get 25 days.');
  const synced = await client.post<Source>('/v1/sources', {
    name: 'handbook',
    interval_seconds: 3_600,
    settings: { kind: 'folder', path: folder },
  });
  const sync = await client.post<{ run_id: string }>(`/v1/sources/${synced.body.id}/sync`, {});
  await client.finishRun(sync.body.run_id);
  await mkdir(join(folder, 'gone'));
  const gone = await client.post<Source>('/v1/sources', {
    name: 'gone',
    settings: { kind: 'folder', path: join(folder, 'gone') },
  });
  await rm(join(folder, 'gone'), { recursive: true });
  const failing = await client.post<{ run_id: string }>(`/v1/sources/${gone.body.id}/sync`, {});
  await client.finishRun(failing.body.run_id);
  await client.ingest([
    { title: 'Aged', source: 'aged.md', text: 'An old rule.', collection: 'aged' },
  ]);
  await server.database.pool.query(
    `update document_versions set chunker = 'structure@0' where title = 'Aged'`,
  );
  const documents = await client.get<Page<Document>>('/v1/documents');
  const memo = documents.body.data.find(({ source }) => source === HOSTILE_SOURCE);
  const document = `/documents/${memo?.id}`;
  const addresses = new Map([
    ['documents', '/documents'],
    ['document', document],
    ...['versions', 'findings', 'answers', 'settings'].map(
      (tab) => [tab, `${document}?tab=${tab}`] as const,
    ),
    ['held findings', `${document}?tab=findings&version=3&finding=0`],
    ['diff', `${document}/diff?from=1&to=2`],
    ['held diff', `${document}/diff`],
    ['stale trace', `/traces/${answer.id}`],
    ['runs', '/runs'],
    ['run', `/runs/${changed.id}`],
    ['failed run', `/runs/${failed.id}`],
    ['sync run', `/runs/${sync.body.run_id}`],
    ['failed sync', `/runs/${failing.body.run_id}`],
    ['sources', '/sources'],
    ['add a source', '/sources?add=git'],
    ['collections', '/collections'],
  ]);
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { server, addresses, folder, stop };
}
