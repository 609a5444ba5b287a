import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { noticeChanges, watchFile } from '../../../platform/watch-file.ts';

it('tells of each change of a file, also when another is put in its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-watch-'));
  const file = join(folder, 'config.yaml');
  await writeFile(file, 'first');
  const heard: string[] = [];
  const stop = watchFile(file, (text) => heard.push(text));
  try {
    await vi.waitFor(
      () => writeFile(file, 'second').then(() => expect(heard).toContain('second')),
      {
        timeout: 20_000,
        interval: 3_200,
      },
    );
    await writeFile(`${file}.new`, 'third, longer');
    await rename(`${file}.new`, file);
    await vi.waitFor(() => expect(heard).toContain('third, longer'), { timeout: 10_000 });
    expect(heard).not.toContain('first');
  } finally {
    stop();
    await rm(folder, { recursive: true });
  }
});

it('takes a file for changed once it looks the same twice', () => {
  const hasChanged = noticeChanges();
  const looks = ['old', 'old', 'empty', 'half', 'whole', 'whole', 'whole', 'old'];

  expect(looks.map(hasChanged).indexOf(true)).toBe(5);
  expect(hasChanged('whole')).toBe(false);
  expect(['old', 'old'].map(hasChanged)).toEqual([false, true]);
});
