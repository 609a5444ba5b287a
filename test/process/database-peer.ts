import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface DatabasePeer extends AsyncDisposable {
  /** Where it is, as a Postgres would be. */
  readonly url: string;
}

/** What listens where a Postgres should be: it refuses every connection, or (null) never says a word. */
export async function startPeer(
  refusal: { readonly state: string; readonly message: string } | null,
): Promise<DatabasePeer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (refusal !== null) socket.once('data', () => socket.end(errorResponse(refusal)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return {
    url: `postgres://user:hidden-password@127.0.0.1:${address.port}/none`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `ErrorResponse` of the Postgres protocol: type, length, and fields that end with a zero. */
function errorResponse(refusal: { readonly state: string; readonly message: string }): Buffer {
  const fields = `SFATAL\0C${refusal.state}\0M${refusal.message}\0\0`;
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(4 + Buffer.byteLength(fields), 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}
