import { once } from 'node:events';
import { createServer } from 'node:http';

/** An address on loopback that counts whoever comes. */
export interface Sink {
  readonly url: string;
  hits(): number;
  stop(): Promise<void>;
}

export async function openSink(): Promise<Sink> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    hits: () => count,
    async stop() {
      server.close();
      await once(server, 'close');
    },
  };
}
