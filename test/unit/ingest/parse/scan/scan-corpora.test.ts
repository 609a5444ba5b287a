import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanDocument } from '../../../../../ingest/parse/scan/scan-document.ts';
import { projectRoot } from '../../../../../platform/project-root.ts';

const FOLDER = join(
  process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '../shared/data'),
  'retrieval',
);

describe.skipIf(!existsSync(FOLDER))('scanDocument on collections (needs the shared data)', () => {
  it.each(['cacm', 'cisi', 'covidqa', 'cranfield'])('finds nothing in %s', (name) => {
    const lines = readFileSync(join(FOLDER, name, 'docs.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const found = lines.filter((line) => {
      const text = JSON.stringify(JSON.parse(line)).replaceAll(String.raw`\n`, '\n');
      const document = { parser: 'text@1', title: null, text, blocks: [], pageCount: null };
      return scanDocument(document).length > 0;
    });
    expect(found).toEqual([]);
  });
});
