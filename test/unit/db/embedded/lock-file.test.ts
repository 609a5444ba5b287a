import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLockFile } from '../../../../db/embedded/lock-file.ts';

const NO_SUCH_PID = 2 ** 22 + 1;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('takeLockFile', () => {
  it('writes who holds the lock and removes it at release', () => {
    const lock = takeLockFile(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a directory that a living process holds, in one line', () => {
    takeLockFile(path);
    expect(() => takeLockFile(path)).toThrow(
      `The data directory ${folder} is in use by process ${process.pid}.`,
    );
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: NO_SUCH_PID, startTicks: '1' })],
    ['nobody that it names', 'not json'],
    ['a process number that is impossible', JSON.stringify({ pid: 0, startTicks: null })],
  ])('takes over the lock of %s', (_, content) => {
    writeFileSync(path, content);
    takeLockFile(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.runIf(process.platform === 'linux')(
    'takes over the lock of an earlier process with the number of a living one',
    () => {
      writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: '1' }));
      takeLockFile(path);
      expect(JSON.parse(readFileSync(path, 'utf8')).startTicks).not.toBe('1');
    },
  );
});
