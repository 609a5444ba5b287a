import { parseDocument } from './parse-document.ts';
import { isParseRequest } from './parse-message.ts';

/** The child process: parses what its parent sends, one at a time, and ends when the parent is gone. */
process.on('message', (message: unknown) => {
  if (isParseRequest(message)) void answer(message.id, message);
});
process.on('disconnect', () => process.exit(0));

async function answer(id: number, request: Parameters<typeof parseDocument>[0]): Promise<void> {
  const outcome = await parseDocument(request);
  process.send?.({ id, outcome });
}
