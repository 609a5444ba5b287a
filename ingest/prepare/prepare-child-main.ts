import { prepareDocument } from './prepare-document.ts';
import { isPrepareRequest, type PrepareReply, type PrepareRequest } from './prepare-message.ts';

/** The child process: prepares what its parent sends, one at a time, and ends when the parent is gone. */
process.on('message', (message: unknown) => {
  if (isPrepareRequest(message)) void answer(message);
});
process.on('disconnect', () => process.exit(0));
reply({ kind: 'ready' });

async function answer({ id, file }: PrepareRequest): Promise<void> {
  reply({ kind: 'outcome', id, outcome: await prepareDocument(file) });
}

function reply(message: PrepareReply): void {
  process.send?.(message);
}
