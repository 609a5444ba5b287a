import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildConnector } from 'undici';
import {
  createSafeFetch,
  type SafeFetch,
  type SafeFetchOptions,
} from '../../../platform/safe-fetch.ts';
import type { Connector } from '../../../platform/safe-fetch-connect.ts';
import { PUBLIC_WEB_POLICY, type FetchPolicy } from '../../../platform/url-guard.ts';

export const PUBLIC_ADDRESS = '93.184.215.14';

/** Lets schemes and ports through, so that the addresses themselves are what is judged. */
export const LENIENT_POLICY: FetchPolicy = {
  ...PUBLIC_WEB_POLICY,
  allowHttp: true,
  ports: [80, 443, 8080],
};

export interface Web extends SafeFetch {
  /** Every address that a socket was asked for. */
  readonly dialled: readonly string[];
  readonly resolved: readonly string[];
  stop(): Promise<void>;
}

export interface WebOptions {
  readonly options?: Partial<SafeFetchOptions>;
  /** The answers to one name after the other; the last is repeated. Public when not listed. */
  readonly addresses?: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Who answers instead of the dialled address. */
  readonly peer?: string;
  readonly unreachable?: readonly string[];
}

/** A pretended internet: every name resolves as scripted, every connection ends at one loopback server. */
export async function startWeb(listener: RequestListener, web: WebOptions = {}): Promise<Web> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dialled: string[] = [];
  const resolved: string[] = [];
  const safeFetch = createSafeFetch({
    policy: LENIENT_POLICY,
    resolve: async (hostname) => {
      const answers = web.addresses?.[hostname] ?? [[PUBLIC_ADDRESS]];
      const asked = resolved.filter((name) => name === hostname).length;
      resolved.push(hostname);
      return answers[Math.min(asked, answers.length - 1)] ?? [];
    },
    connect: dialServer(portOf(server.address()), (address) => {
      dialled.push(address);
      return web.unreachable?.includes(address) === true ? null : (web.peer ?? address);
    }),
    ...web.options,
  });
  return {
    ...safeFetch,
    dialled,
    resolved,
    async stop() {
      server.closeAllConnections();
      server.close();
      await safeFetch.close();
    },
  };
}

function dialServer(port: number, peerOf: (address: string) => string | null): Connector {
  const connect = buildConnector({});
  return (options, callback) => {
    const peer = peerOf(options.hostname);
    if (peer === null) return callback(new Error(`${options.hostname} is down`), null);
    const target = { ...options, protocol: 'http:', hostname: '127.0.0.1', port: String(port) };
    connect(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      callback(null, Object.defineProperty(socket, 'remoteAddress', { value: peer }));
    });
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
