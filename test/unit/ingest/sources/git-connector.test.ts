import * as fs from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { branch, tag, updateIndex, writeObject, commit as commitIndex } from 'isomorphic-git';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Cleanup,
  codeOf,
  entryOf,
  listAll,
  NEVER,
  openSource,
  pathsOf,
  readText,
  serve,
  temporaryFolder,
} from './connector-harness.ts';
import { commitFiles, hasGitHttpBackend, serveGit } from './git-repository.ts';

const cleanup = new Cleanup();
let root = '';
let repository = '';

beforeEach(async () => {
  root = await temporaryFolder(cleanup);
  repository = join(root, 'repository');
});
afterEach(() => cleanup.run());

function openLocal(settings: object = {}) {
  return openSource(
    { kind: 'git', path: repository, ...settings },
    { config: { folders: [root] }, cleanup },
  );
}

describe('a repository of this machine', () => {
  it('lists the files of its head, whatever lies in the working tree', async () => {
    await commitFiles(repository, { 'a.md': 'committed', 'docs/b.md': 'b', '.env': 'x' });
    await writeFile(join(repository, 'a.md'), 'edited');
    await writeFile(join(repository, 'new.md'), 'new');
    const connector = await openLocal();
    expect(await pathsOf(connector)).toEqual(['handbook/a.md', 'handbook/docs/b.md']);
    expect(await readText(connector, 'handbook/a.md')).toBe('committed');
  });

  it('keeps fingerprints of what a commit leaves alone', async () => {
    await commitFiles(repository, { 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' });
    const before = await listAll(await openLocal());
    await commitFiles(repository, { 'a.md': 'changed', 'c.md': null });
    const after = await listAll(await openLocal());
    expect(after.map(({ path }) => path)).toEqual(['handbook/a.md', 'handbook/b.md']);
    expect(after[0]?.fingerprint).not.toBe(before[0]?.fingerprint);
    expect(after[1]).toEqual(before[1]);
  });

  it('follows a branch, a tag, a folder and patterns', async () => {
    await commitFiles(repository, { 'docs/a.md': 'old', 'docs/b.txt': 'b', 'c.md': 'c' });
    await branch({ fs, dir: repository, ref: 'release/1.0' });
    await tag({ fs, dir: repository, ref: 'v1' });
    await commitFiles(repository, { 'docs/a.md': 'new' });
    for (const ref of ['release/1.0', 'v1']) {
      const connector = await openLocal({ ref, folder: '/docs/', include: ['*.md'] });
      expect(await pathsOf(connector)).toEqual(['handbook/a.md']);
      expect(await readText(connector, 'handbook/a.md')).toBe('old');
    }
  });

  it('passes over submodules and symbolic links', async () => {
    const commit = await commitFiles(repository, { 'a.md': 'a' });
    const target = await writeObject({
      fs,
      dir: repository,
      type: 'blob',
      object: Buffer.from('/etc/passwd'),
    });
    const place = { fs, dir: repository, add: true };
    await updateIndex({ ...place, filepath: 'link.md', oid: target, mode: 0o120000 });
    await updateIndex({ ...place, filepath: 'module', oid: commit, mode: 0o160000 });
    const author = { name: 'Author', email: 'author@example.com' };
    await commitIndex({ fs, dir: repository, message: 'Link', author });
    expect(await pathsOf(await openLocal())).toEqual(['handbook/a.md']);
  });

  it('says that a file is kept in LFS', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    await commitFiles(repository, { 'a.pdf': pointer });
    const connector = await openLocal();
    const entry = await entryOf(connector, 'handbook/a.pdf');
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('unsupported_type');
  });

  it('refuses to read a file that is too large', async () => {
    await commitFiles(repository, { 'a.txt': Buffer.alloc(25 * 1024 * 1024 + 1) });
    const connector = await openLocal();
    const entry = await entryOf(connector, 'handbook/a.txt');
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('too_large');
  });

  it('reads a bare repository', async () => {
    await commitFiles(repository, { 'a.md': 'a' });
    await rename(join(repository, '.git'), join(root, 'bare.git'));
    const connector = await openLocal({ path: join(root, 'bare.git') });
    expect(await readText(connector, 'handbook/a.md')).toBe('a');
  });

  it('runs no hook and writes nothing', async () => {
    await commitFiles(repository, { 'a.md': 'a' });
    const ran = join(root, 'ran');
    await mkdir(join(repository, '.git/hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'post-merge', 'reference-transaction']) {
      await writeFile(join(repository, '.git/hooks', hook), `#!/bin/sh\ntouch ${ran}\n`, {
        mode: 0o755,
      });
    }
    const before = await readdir(root, { recursive: true });
    expect(await readText(await openLocal(), 'handbook/a.md')).toBe('a');
    expect(await readdir(root, { recursive: true })).toEqual(before);
  });

  it.each([
    ['a ref that it has not', { ref: 'no-such-branch' }],
    ['a folder that it has not', { folder: 'no/such' }],
    ['a folder that is a file', { folder: 'a.md' }],
  ])('fails to list %s', async (_name, settings) => {
    await commitFiles(repository, { 'a.md': 'a' });
    expect(await listAll(await openLocal(settings)).catch(codeOf)).toBe('unavailable');
  });

  it('fails to list when an object is missing', async () => {
    await commitFiles(repository, { 'docs/a.md': 'a' });
    await rm(join(repository, '.git/objects'), { recursive: true });
    expect(await listAll(await openLocal()).catch(codeOf)).toBe('unavailable');
  });
});

describe('what the operator allows', () => {
  it('refuses a repository elsewhere', async () => {
    await commitFiles(repository, { 'a.md': 'a' });
    const source = { kind: 'git', path: repository };
    const folders = [join(root, 'other')];
    const connector = await openSource(source, { config: { folders }, cleanup });
    expect(await listAll(connector).catch(codeOf)).toBe('invalid_value');
  });

  it.each([
    ['a file that names another place', (place: string) => `gitdir: ${place}\n`],
    ['a link to another place', null],
  ])('refuses a .git that is %s', async (_name, textOf) => {
    const elsewhere = await temporaryFolder(cleanup);
    await commitFiles(join(elsewhere, 'x'), { 'secret.md': 'secret' });
    await mkdir(repository);
    const target = join(elsewhere, 'x/.git');
    const place = join(repository, '.git');
    await (textOf === null ? symlink(target, place) : writeFile(place, textOf(target)));
    expect(await listAll(await openLocal()).catch(codeOf)).toBe('invalid_value');
  });

  it('does not follow links out of the repository to objects', async () => {
    const elsewhere = await temporaryFolder(cleanup);
    await commitFiles(repository, { 'secret.md': 'secret' });
    await rename(join(repository, '.git/objects'), join(elsewhere, 'objects'));
    await symlink(join(elsewhere, 'objects'), join(repository, '.git/objects'));
    expect(await listAll(await openLocal()).catch(codeOf)).toBe('unavailable');
  });

  it('refuses a token that is listed for another origin, and one that is not listed', async () => {
    const secrets = [{ env: 'GIT_TOKEN', origin: 'https://git.example.org' }];
    for (const token_env of ['GIT_TOKEN', 'OTHER_TOKEN']) {
      const source = { kind: 'git', url: 'https://evil.example.org/x.git', token_env };
      await expect(openSource(source, { config: { secrets }, cleanup })).rejects.toMatchObject({
        code: 'invalid_value',
        fields: [{ path: 'settings.token_env' }],
      });
    }
  });
});

describe('a repository that is served', () => {
  it.each([
    ['an error', 500, 'text/plain'],
    ['a demand to sign in', 401, 'text/plain'],
    ['a web page', 200, 'text/html'],
    ['no refs', 200, 'application/x-git-upload-pack-advertisement'],
  ])('fails to list when it answers with %s, and leaves nothing behind', async (...row) => {
    const [, status, type] = row;
    const host = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': type }).end('<p>no</p>');
    }, cleanup);
    const connector = await openSource(
      { kind: 'git', url: `http://${host}/x.git` },
      {
        config: { hosts: { allow_private: [host] } },
        cleanup,
        deps: { temporaryFolder: root },
      },
    );
    expect(await listAll(connector).catch(codeOf)).toBe('unavailable');
    expect(await readdir(root)).toEqual([]);
  });

  it('sends a token to its own origin alone', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(500).end();
    }, cleanup);
    const host = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `http://${other}${request.url ?? ''}` }).end();
    }, cleanup);
    const connector = await openSource(
      { kind: 'git', url: `http://${host}/x.git`, token_env: 'GIT_TOKEN' },
      {
        config: {
          hosts: { allow_private: [host, other] },
          secrets: [{ env: 'GIT_TOKEN', origin: `http://${host}` }],
        },
        secrets: { GIT_TOKEN: 'hunter2' },
        cleanup,
      },
    );
    const error: unknown = await listAll(connector).catch((thrown: unknown) => thrown);
    expect(seen).toEqual([`Basic ${Buffer.from('git:hunter2').toString('base64')}`, undefined]);
    expect(String(error)).not.toContain('hunter2');
  });
});

describe.skipIf(!hasGitHttpBackend())('a repository that git serves (needs git)', () => {
  async function openServed(settings: object = {}) {
    const temporary = await temporaryFolder(cleanup);
    const host = await serve((request, response) => serveGit(root, request, response), cleanup);
    const connector = await openSource(
      { kind: 'git', url: `http://${host}/repository`, ...settings },
      {
        config: { hosts: { allow_private: [host] } },
        cleanup,
        deps: { temporaryFolder: temporary },
      },
    );
    return { connector, temporary };
  }

  it('lists and reads the same as from the disk', async () => {
    await commitFiles(repository, { 'docs/a.md': 'first', 'b.md': 'b' });
    await commitFiles(repository, { 'docs/a.md': 'a'.repeat(10_000) });
    const { connector } = await openServed();
    expect(await listAll(connector)).toEqual(await listAll(await openLocal()));
    expect(await readText(connector, 'handbook/docs/a.md')).toBe('a'.repeat(10_000));
  });

  it.each(['release/1.0', 'v1', 'refs/heads/release/1.0'])('follows %s', async (ref) => {
    await commitFiles(repository, { 'a.md': 'old' });
    await branch({ fs, dir: repository, ref: 'release/1.0' });
    await tag({ fs, dir: repository, ref: 'v1' });
    await commitFiles(repository, { 'a.md': 'new' });
    const { connector } = await openServed({ ref });
    expect(await readText(connector, 'handbook/a.md')).toBe('old');
  });

  it('fetches one commit, and removes it in the end', async () => {
    await commitFiles(repository, { 'a.md': 'one' });
    await commitFiles(repository, { 'a.md': 'two' });
    const { connector, temporary } = await openServed();
    await listAll(connector);
    const [folder = ''] = await readdir(temporary);
    expect(fs.existsSync(join(temporary, folder, 'shallow'))).toBe(true);
    expect(fs.existsSync(join(temporary, folder, 'index'))).toBe(false);
    await connector.close();
    expect(await readdir(temporary)).toEqual([]);
  });

  it('fails to list a ref that it has not', async () => {
    await commitFiles(repository, { 'a.md': 'a' });
    const { connector, temporary } = await openServed({ ref: 'no-such-branch' });
    expect(await listAll(connector).catch(codeOf)).toBe('unavailable');
    expect(await readdir(temporary)).toEqual([]);
  });
});
