import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { callbackify } from 'node:util';
import type { buildConnector } from 'undici';
import { AppError } from './errors.ts';
import { bareHostname, isAllowedOrigin, refusalOfAddress, type FetchPolicy } from './url-guard.ts';

/** All addresses of a host name. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

export type Connector = buildConnector.connector;

export interface GuardedConnectOptions {
  readonly policy: FetchPolicy;
  readonly resolve: ResolveHost;
  /** Opens the socket; its `hostname` is always an address that has been checked. */
  readonly connect: Connector;
}

export async function resolveHost(hostname: string): Promise<readonly string[]> {
  const addresses = await lookup(hostname, { all: true, order: 'ipv4first' });
  return addresses.map(({ address }) => address);
}

/**
 * A connector that resolves a host once, checks every address of the answer, connects to one of these
 * addresses, and makes sure that this is the peer. Resolving here instead of in a `lookup` hook covers
 * IP literals too, for which `node:net` never calls the hook.
 */
export function createGuardedConnector(guard: GuardedConnectOptions): Connector {
  const open = callbackify((options: buildConnector.Options) => openGuarded(guard, options));
  return (options, callback) => {
    open(options, (error: Error | null, socket) =>
      error === null ? callback(null, socket) : callback(error, null),
    );
  };
}

async function openGuarded(
  guard: GuardedConnectOptions,
  options: buildConnector.Options,
): Promise<Socket> {
  const addresses = await checkedAddresses(guard, options);
  let failure: unknown = new AppError('unavailable', `${options.hostname} has no address`);
  for (const address of addresses) {
    try {
      return await openPinned(guard.connect, { ...options, hostname: address });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function checkedAddresses(
  { policy, resolve }: GuardedConnectOptions,
  { hostname, protocol, host }: buildConnector.Options,
): Promise<readonly string[]> {
  const name = bareHostname(hostname);
  const addresses = isIP(name) === 0 ? await resolve(name) : [name];
  if (isAllowedOrigin(new URL(`${protocol}//${host ?? hostname}`).origin, policy)) return addresses;
  for (const address of addresses) {
    const reason = refusalOfAddress(address, policy);
    if (reason !== null) {
      throw new AppError('invalid_value', `${name} may not be fetched: ${reason}.`);
    }
  }
  return addresses;
}

function openPinned(connect: Connector, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) return reject(error);
      if (isSameAddress(socket.remoteAddress, options.hostname)) return resolve(socket);
      socket.destroy();
      reject(
        new AppError('unavailable', 'The connection went to another address than was checked.'),
      );
    });
  });
}

function isSameAddress(peer: string | undefined, address: string): boolean {
  return peer?.replace(/^::ffff:(?=\d)/u, '') === address.replace(/^::ffff:(?=\d)/u, '');
}
