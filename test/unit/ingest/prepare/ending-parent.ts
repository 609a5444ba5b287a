/** Starts a preparer's child, tells its process id, and ends: told to `die`, without a word to the child. */
import { DEFAULT_CHUNKING } from '../../../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../../../contract/language.ts';
import { createPreparer } from '../../../../ingest/prepare/prepare-in-child.ts';

const preparer = createPreparer({ childModule: new URL('misbehaving-child.mjs', import.meta.url) });
const outcome = await preparer.prepare({
  fileName: 'a.txt',
  mime: 'text/plain',
  givenTitle: null,
  fallbackTitle: 'notes',
  chunking: DEFAULT_CHUNKING,
  language: DEFAULT_LANGUAGE,
  bytes: new TextEncoder().encode('report'),
});
if (process.argv[2] === 'close') await preparer.close();
process.stdout.write(outcome.kind === 'prepared' ? outcome.document.text : '{}', () => {
  if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
});
