import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../../cli/read-text-file.ts';

function write(bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'read-text-')), 'given.txt');
  writeFileSync(path, bytes);
  return path;
}

describe('a text file', () => {
  it.each([
    ['UTF-8', Buffer.from('für')],
    ['UTF-8 with a byte order mark', Buffer.from('\u{FEFF}für')],
    ['UTF-16', Buffer.from('\u{FEFF}für', 'utf16le')],
  ])('in %s is read letter by letter', async (_encoding, bytes) => {
    expect(await readTextFile(write(bytes))).toBe('für');
  });

  it('in another encoding is refused in plain words', async () => {
    const path = write(Buffer.from('für', 'latin1'));
    await expect(readTextFile(path)).rejects.toThrow(`${path} is no UTF-8 text: save it as UTF-8.`);
  });

  it('that is not there is said to be missing', async () => {
    await expect(readTextFile('/nowhere/file.csv')).rejects.toThrow(
      'There is no file /nowhere/file.csv.',
    );
  });
});
