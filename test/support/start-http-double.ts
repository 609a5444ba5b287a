import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface HttpDouble {
  /** With the path that model APIs have. */
  readonly baseUrl: string;
  close(): void;
}

/** A server on a free port of this machine that answers as it is told. */
export async function startHttpDouble(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<HttpDouble> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, close: () => server.close() };
}
