/** Starts a parser's child, tells its process id, and dies without a word to it. */
import { createParser } from '../../../../ingest/parse/parse-in-child.ts';

const parser = createParser({ childModule: new URL('misbehaving-child.mjs', import.meta.url) });
const outcome = await parser.parse({
  fileName: 'a.txt',
  mime: 'text/plain',
  bytes: new TextEncoder().encode('hello'),
});
process.stdout.write(outcome.kind === 'parsed' ? outcome.document.text : '{}', () => {
  process.kill(process.pid, 'SIGKILL');
});
