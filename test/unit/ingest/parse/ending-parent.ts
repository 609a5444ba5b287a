/** Starts a parser's child, tells its process id, and ends: told to `die`, without a word to the child. */
import { createParser } from '../../../../ingest/parse/parse-in-child.ts';

const parser = createParser({ childModule: new URL('misbehaving-child.mjs', import.meta.url) });
const outcome = await parser.parse({
  fileName: 'a.txt',
  mime: 'text/plain',
  bytes: new TextEncoder().encode('report'),
});
if (process.argv[2] === 'close') await parser.close();
process.stdout.write(outcome.kind === 'parsed' ? outcome.document.text : '{}', () => {
  if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
});
