import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChunkDraft, chunkDocument } from '../../../../ingest/chunk/chunk-document.ts';
import { parseDocument } from '../../../../ingest/parse/parse-document.ts';
import { projectRoot } from '../../../../platform/project-root.ts';
import { updatesGolden } from '../../../support/config.ts';

const folder = join(projectRoot, 'test', 'golden', 'chunks');
const INPUTS = [
  { name: 'handbook.md', mime: 'text/markdown' },
  { name: 'minutes.txt', mime: 'text/plain' },
  { name: 'prices.csv', mime: 'text/csv' },
  { name: 'ledger.py', mime: 'text/x-source' },
] as const;

/** Small, so that a page shows every kind of cut. */
const options = { maxTokens: 64, overlapTokens: 0 };

describe('the golden chunks', () => {
  it.each(INPUTS)('are those of $name', async ({ name, mime }) => {
    const parsed = await parseDocument({ mime, bytes: readFileSync(join(folder, name)) });
    if (parsed.kind === 'failed') throw new Error(parsed.detail);
    const written = chunkDocument(parsed.document, options).map(writeChunk).join('');
    const expectedPath = join(folder, `${name}.chunks.txt`);
    if (updatesGolden) writeFileSync(expectedPath, written);

    expect(written).toBe(readFileSync(expectedPath, 'utf8'));
  });
});

function writeChunk(chunk: ChunkDraft): string {
  const place = `${chunk.position}: ${chunk.charStart} to ${chunk.charEnd}, ${chunk.tokenCount} tokens`;
  return `=== ${place}\n--- ${chunk.headingPath.join(' > ')}\n${chunk.text}\n`;
}
