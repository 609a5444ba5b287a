import { readFile, stat } from 'node:fs/promises';

const LOOK_EVERY_MS = 1_000;

/**
 * Hears of each change of a file, with its new text, within about two seconds. Looking again and again finds what an
 * editor or an orchestrator has put in the file's place, too, on any file system. A file that is away is waited for,
 * and so is one that is still being written.
 */
export function watchFile(path: string, onChange: (text: string) => void): () => void {
  const hasChanged = noticeChanges();
  const look = async () => {
    const facts = await stat(path).catch(() => null);
    if (facts === null) return;
    const mark = `${facts.ino} ${facts.mtimeMs} ${facts.size}`;
    if (hasChanged(mark)) onChange(await readFile(path, 'utf8'));
  };
  void look();
  const timer = setInterval(() => {
    // A file that went away between the two is found by the next look.
    look().catch(() => {});
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Whether a file has changed and is whole: it looks the same in two looks in a row, and otherwise than before. Half a
 * file of rules may be valid, and would let through what the other half forbids.
 */
export function noticeChanges(): (mark: string) => boolean {
  let taken: string | null = null;
  let last: string | null = null;
  return (mark) => {
    taken ??= mark;
    const isSettled = mark === last;
    last = mark;
    if (!isSettled || mark === taken) return false;
    taken = mark;
    return true;
  };
}
