import { createServer } from 'node:http';
import { WebhookDelivery } from '../../contract/webhook.ts';

export interface ReceivedDelivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: WebhookDelivery;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  /** All that has come, the oldest first. */
  readonly received: readonly ReceivedDelivery[];
  /** The status of the next answers. */
  answerWith(status: number): void;
}

/** Somebody on this machine who is told of events. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedDelivery[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      const body = WebhookDelivery.parse(JSON.parse(text));
      received.push({ headers: request.headers, text, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/hooks/footnote`,
    received,
    answerWith(next) {
      status = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
