import { parseDocument } from './parse-document.ts';
import { isParseRequest, type ParseReply, type ParseRequest } from './parse-message.ts';

/** The child process: parses what its parent sends, one at a time, and ends when the parent is gone. */
process.on('message', (message: unknown) => {
  if (isParseRequest(message)) void answer(message);
});
process.on('disconnect', () => process.exit(0));
reply({ kind: 'ready' });

async function answer(request: ParseRequest): Promise<void> {
  reply({ kind: 'outcome', id: request.id, outcome: await parseDocument(request) });
}

function reply(message: ParseReply): void {
  process.send?.(message);
}
