import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '../../../../ingest/sources/connector.ts';
import { readSettledFile } from '../../../../ingest/sources/folder/read-settled-file.ts';
import {
  Cleanup,
  codeOf,
  entryOf,
  listAll,
  NEVER,
  openSource,
  pathsOf,
  readText,
  temporaryFolder,
  writeFiles,
} from './connector-harness.ts';

const cleanup = new Cleanup();
/** A program of every Unix. */
const MAKE_PIPE = 'mkfifo';
let root = '';

beforeEach(async () => {
  root = await temporaryFolder(cleanup);
});
afterEach(() => cleanup.run());

function openFolder(
  settings: object = {},
  folders: readonly string[] = [root],
): Promise<Connector> {
  return openSource(
    { kind: 'folder', path: join(root, 'docs'), ...settings },
    { config: { folders: [...folders] }, cleanup },
  );
}

describe('a folder', () => {
  it('lists the files below it, sorted, with the name of the source before their paths', async () => {
    await writeFiles(root, {
      'docs/b.md': 'b',
      'docs/a/leave policy.txt': 'a',
      'docs/.hidden.md': 'h',
      'docs/.git/config': 'g',
      'docs/logo.png': 'p',
      'outside.md': 'o',
    });
    const connector = await openFolder();
    expect(await pathsOf(connector)).toEqual(['handbook/a/leave policy.txt', 'handbook/b.md']);
    expect(await readText(connector, 'handbook/a/leave policy.txt')).toBe('a');
  });

  it('follows include and exclude', async () => {
    await writeFiles(root, { 'docs/a.md': '', 'docs/a.txt': '', 'docs/old/b.md': '' });
    const connector = await openFolder({ include: ['*.md'], exclude: ['old/**'] });
    expect(await pathsOf(connector)).toEqual(['handbook/a.md']);
  });

  it('follows links to files inside, and none that lead outside or to folders', async () => {
    await writeFiles(root, { 'docs/a/real.md': 'inside', 'secret/key.md': 'outside' });
    await symlink(join(root, 'docs/a/real.md'), join(root, 'docs/link.md'));
    await symlink(join(root, 'secret/key.md'), join(root, 'docs/out.md'));
    await symlink(join(root, 'secret'), join(root, 'docs/folder'));
    await symlink(join(root, 'docs'), join(root, 'docs/loop'));
    await symlink('round', join(root, 'docs/round'));
    const connector = await openFolder();
    expect(await pathsOf(connector)).toEqual(['handbook/a/real.md', 'handbook/link.md']);
    expect(await readText(connector, 'handbook/link.md')).toBe('inside');
  });

  it('passes over pipes', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    execFileSync(MAKE_PIPE, [join(root, 'docs/pipe.md')]);
    expect(await pathsOf(await openFolder())).toEqual(['handbook/a.md']);
  });

  it('lists what is too large with its problem', async () => {
    await writeFiles(root, { 'docs/a.md': 'a', 'docs/large.md': '' });
    await truncate(join(root, 'docs/large.md'), 25 * 1024 * 1024 + 1);
    const connector = await openFolder();
    const large = await entryOf(connector, 'handbook/large.md');
    expect(large.problem?.code).toBe('too_large');
    expect(await connector.read(large, NEVER).catch(codeOf)).toBe('too_large');
    expect((await entryOf(connector, 'handbook/a.md')).problem).toBeNull();
  });

  it('lists a name that is not UTF-8 with its problem', async () => {
    await mkdir(join(root, 'docs'));
    const name = Buffer.concat([Buffer.from(join(root, 'docs/caf')), Buffer.from([0xe9])]);
    await writeFile(name, 'x');
    const [entry] = await listAll(await openFolder());
    expect(entry?.problem?.detail).toBe('Its name is not valid UTF-8; rename the file.');
  });
});

describe('a fingerprint', () => {
  it('stays while a file is not touched', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    const first = await listAll(connector);
    expect(await listAll(await openFolder())).toEqual(first);
  });

  it.each([
    ['other bytes of the same size', (file: string) => writeFile(file, 'b')],
    ['a new time of change', (file: string) => utimes(file, 1, 1)],
    [
      'another file of the same size and time in its place',
      async (file: string) => {
        await writeFile(`${file}.new`, 'b');
        await utimes(`${file}.new`, 1_000, 1_000);
        await rename(`${file}.new`, file);
      },
    ],
  ])('changes with %s', async (_name, change) => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    await utimes(join(root, 'docs/a.md'), 1_000, 1_000);
    const connector = await openFolder();
    const before = await entryOf(connector, 'handbook/a.md');
    await change(join(root, 'docs/a.md'));
    const after = await entryOf(connector, 'handbook/a.md');
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });

  it('of a reading belongs to the bytes that were read', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    const before = await entryOf(connector, 'handbook/a.md');
    await writeFile(join(root, 'docs/a.md'), 'newer');
    const file = await connector.read(before, NEVER);
    expect(file.bytes.toString()).toBe('newer');
    expect(file.fingerprint).toBe((await entryOf(connector, 'handbook/a.md')).fingerprint);
  });
});

describe('reading', () => {
  it('starts again when the file changes meanwhile', async () => {
    await writeFiles(root, { 'a.md': 'first' });
    let readings = 0;
    const file = await readSettledFile({
      root,
      path: 'a.md',
      signal: NEVER,
      afterReading: async () => {
        if (readings++ === 0) await writeFile(join(root, 'a.md'), 'second!');
      },
    });
    expect([file.bytes.toString(), readings]).toEqual(['second!', 2]);
  });

  it('gives up on a file that never settles', async () => {
    await writeFiles(root, { 'a.md': 'x' });
    let readings = 0;
    const reading = readSettledFile({
      root,
      path: 'a.md',
      signal: NEVER,
      afterReading: () => writeFile(join(root, 'a.md'), 'x'.repeat(++readings + 1)),
    });
    expect(await reading.catch(codeOf)).toBe('unavailable');
    expect(readings).toBe(3);
  });

  it('says that a file is gone', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    const entry = await entryOf(connector, 'handbook/a.md');
    await rm(join(root, 'docs/a.md'));
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('not_found');
  });

  it.each([
    ['the file', 'docs/a/x.md', 'secret/x.md'],
    ['its folder', 'docs/a', 'secret'],
  ])('refuses %s when it was swapped for a link outside', async (_name, place, target) => {
    await writeFiles(root, { 'docs/a/x.md': 'inside', 'secret/x.md': 'outside' });
    const connector = await openFolder();
    const entry = await entryOf(connector, 'handbook/a/x.md');
    await rm(join(root, place), { recursive: true });
    await symlink(join(root, target), join(root, place));
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('invalid_value');
  });

  it('does not wait for a pipe that took the place of a file', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    const entry = await entryOf(connector, 'handbook/a.md');
    await rm(join(root, 'docs/a.md'));
    execFileSync(MAKE_PIPE, [join(root, 'docs/a.md')]);
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('invalid_value');
  });

  it.each(['../secret/x.md', 'a/../../secret/x.md'])(
    'refuses the made-up path %s',
    async (path) => {
      await writeFiles(root, { 'docs/a/x.md': 'inside', 'secret/x.md': 'outside' });
      const connector = await openFolder();
      const entry = await entryOf(connector, 'handbook/a/x.md');
      const made = { ...entry, path: `handbook/${path}` };
      expect(await connector.read(made, NEVER).catch(codeOf)).toBe('invalid_value');
    },
  );
});

describe('a listing that cannot be complete', () => {
  it('fails when the folder is missing at the start', async () => {
    expect(await openFolder().catch(codeOf)).toBe('unavailable');
    await expect(openFolder()).rejects.toThrow('missing or not mounted');
  });

  it('fails when the folder is missing later', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    await rm(join(root, 'docs'), { recursive: true });
    expect(await listAll(connector).catch(codeOf)).toBe('unavailable');
  });

  it('fails when the folder is replaced while it is listed', async () => {
    await writeFiles(root, { 'docs/a.md': 'a', 'docs/b.md': 'b' });
    const connector = await openFolder();
    const list = connector.list(NEVER)[Symbol.asyncIterator]();
    await list.next();
    await rename(join(root, 'docs'), join(root, 'moved'));
    await mkdir(join(root, 'docs'));
    const rest = async () => {
      while ((await list.next()).done !== true);
    };
    expect(await rest().catch(codeOf)).toBe('unavailable');
  });

  it.skipIf(process.getuid?.() === 0)('fails when a folder in it may not be read', async () => {
    await writeFiles(root, { 'docs/closed/a.md': 'a' });
    await chmod(join(root, 'docs/closed'), 0);
    const connector = await openFolder();
    const code = await listAll(connector).catch(codeOf);
    await chmod(join(root, 'docs/closed'), 0o700);
    expect(code).toBe('unavailable');
  });

  it('fails when a file stands where the folder was', async () => {
    await writeFiles(root, { docs: 'a' });
    expect(await listAll(await openFolder()).catch(codeOf)).toBe('unavailable');
  });

  it('stops when it is told to', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    const connector = await openFolder();
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(listAll(connector, stopped)).rejects.toThrow('stopped');
  });
});

describe('what the operator allows', () => {
  it.each([
    ['no folder at all', () => [], '/docs'],
    ['another folder', () => [join(root, 'other')], '/docs'],
    ['a folder whose name begins alike', () => [join(root, 'doc')], '/docs'],
    ['a folder that the path leaves', () => [join(root, 'other')], '/other/../docs'],
    ['a folder that holds a link to it', () => [join(root, 'other')], '/other/link'],
  ])('refuses a folder when it is %s', async (_name, folders, path) => {
    await writeFiles(root, { 'docs/a.md': 'a', 'doc/a.md': 'a', 'other/a.md': 'a' });
    await symlink(join(root, 'docs'), join(root, 'other/link'));
    const opening = openFolder({ path: `${root}${path}` }, folders());
    await expect(opening).rejects.toThrow('is not below a folder of `sources.folders`');
  });

  it('does not tell whether a path outside exists', async () => {
    const messages = await Promise.all(
      ['/etc/passwd', '/etc/no-such-file'].map((path) =>
        openFolder({ path }).catch((error: unknown) => String(error).replace(path, '')),
      ),
    );
    expect(messages[0]).toBe(messages[1]);
  });

  it('allows a folder that is itself a link, by either name', async () => {
    await writeFiles(root, { 'docs/a.md': 'a' });
    await symlink(join(root, 'docs'), join(root, 'mount'));
    for (const path of ['docs', 'mount']) {
      const connector = await openFolder({ path: join(root, path) }, [join(root, 'mount')]);
      expect(await pathsOf(connector)).toEqual(['handbook/a.md']);
    }
  });
});
