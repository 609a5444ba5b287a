import { readFile, stat } from 'node:fs/promises';

const LOOK_EVERY_MS = 1_000;

/**
 * Hears of each change of a file, with its new text, within about a second. Looking again and again finds what an
 * editor or an orchestrator has put in the file's place, too, on any file system. A file that is away is waited for.
 */
export function watchFile(path: string, onChange: (text: string) => void): () => void {
  let seen: string | null = null;
  const look = async () => {
    const facts = await stat(path).catch(() => null);
    if (facts === null) return;
    const mark = `${facts.ino} ${facts.mtimeMs} ${facts.size}`;
    if (mark === seen) return;
    const isFirst = seen === null;
    seen = mark;
    if (!isFirst) onChange(await readFile(path, 'utf8'));
  };
  void look();
  const timer = setInterval(() => {
    look().catch(() => {
      seen ??= '';
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
