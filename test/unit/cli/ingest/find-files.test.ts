import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../../../cli/ingest/find-files.ts';

interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A temporary folder with these files, each holding its own name. */
async function folderOf(...names: readonly string[]): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'footnote-'));
  for (const name of names) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), name);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

async function sourcesIn(folder: Folder, ...paths: readonly string[]): Promise<readonly string[]> {
  const { files } = await findFiles(paths, folder.path);
  return files.map((file) => file.source);
}

describe('findFiles', () => {
  it('finds documents below a folder by their path in it, in order', async () => {
    await using folder = await folderOf('h/b.md', 'h/a/z.PDF', 'h/a/c.docx', 'h/d.csv', 'h/e.html');
    expect(await sourcesIn(folder, 'h')).toEqual([
      'a/c.docx',
      'a/z.PDF',
      'b.md',
      'd.csv',
      'e.html',
    ]);
  });

  it('passes over hidden entries and node_modules', async () => {
    await using folder = await folderOf('.git/a.md', '.b.md', 'node_modules/x/c.md', 'd.md');
    expect(await sourcesIn(folder, '.')).toEqual(['d.md']);
  });

  it('takes a hidden folder that is named', async () => {
    await using folder = await folderOf('.notes/a.md');
    expect(await sourcesIn(folder, '.notes')).toEqual(['a.md']);
  });

  it('knows a single file by its name', async () => {
    await using folder = await folderOf('deep/down/a.md');
    expect(await sourcesIn(folder, 'deep/down/a.md')).toEqual(['a.md']);
  });

  it('lists what it cannot send with the reason', async () => {
    await using folder = await folderOf('a.png', 'LICENSE', 'b.md');
    const { skipped } = await findFiles(['.'], folder.path);
    expect(skipped).toEqual([
      { path: join(folder.path, 'LICENSE'), reason: 'no file extension' },
      { path: join(folder.path, 'a.png'), reason: 'the type .png is not supported' },
    ]);
  });

  it('does not follow links, so that a loop ends', async () => {
    await using folder = await folderOf('a.md');
    await symlink(folder.path, join(folder.path, 'loop'));
    await symlink('/etc/passwd', join(folder.path, 'passwd.md'));
    const { files, skipped } = await findFiles(['.'], folder.path);
    expect(files.map((file) => file.source)).toEqual(['a.md']);
    expect(skipped.map((file) => file.reason)).toEqual([
      'not a regular file',
      'not a regular file',
    ]);
  });

  it('fails a file above the limit of the server before sending it', async () => {
    await using folder = await folderOf('big.pdf');
    await truncate(join(folder.path, 'big.pdf'), 25 * 2 ** 20 + 1);
    const { files, failed } = await findFiles(['.'], folder.path);
    expect(files).toEqual([]);
    expect(failed).toEqual([{ path: join(folder.path, 'big.pdf'), reason: 'larger than 25 MB' }]);
  });

  it('takes the same file once', async () => {
    await using folder = await folderOf('a.md');
    expect(await sourcesIn(folder, 'a.md', '.')).toEqual(['a.md']);
  });

  it('refuses two files that would be one source', async () => {
    await using folder = await folderOf('x/readme.md', 'y/readme.md');
    await expect(findFiles(['x', 'y'], folder.path)).rejects.toThrow(
      'would both be the source "readme.md"',
    );
  });

  it('refuses a path that does not exist', async () => {
    await using folder = await folderOf();
    await expect(findFiles(['nowhere'], folder.path)).rejects.toThrow(
      'There is no file or folder nowhere.',
    );
  });
});
