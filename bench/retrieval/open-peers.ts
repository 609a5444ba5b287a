import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../platform/project-root.ts';
import { DIMENSIONS } from './vector-corpus.ts';

/** Another library's store of the same vectors in the same database. */
export interface Peer {
  readonly name: string;
  /** Positions among the first tenant's vectors of those that are nearest. */
  search(question: Float32Array, limit: number): Promise<readonly number[]>;
  close(): Promise<unknown>;
}

interface PeerModule {
  open(given: {
    readonly connectionString: string;
    readonly dimensions: number;
    readonly tenants: readonly (readonly Float32Array[])[];
  }): Promise<Omit<Peer, 'name'>>;
}

const FOLDER = join(projectRoot, 'bench', 'peers');
const PEERS = [
  { name: '@mastra/pg 0.17', file: 'mastra.mjs' },
  { name: '@llamaindex/postgres 0.0', file: 'llamaindex.mjs' },
  { name: '@langchain/community 1.1', file: 'langchain.mjs' },
] as const;

/** Throws when they are not installed: users never install them. */
export async function openPeers(
  connectionString: string,
  tenants: readonly (readonly Float32Array[])[],
): Promise<readonly Peer[]> {
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    throw new Error('The peers are not installed: npm ci --prefix bench/peers');
  }
  const peers: Peer[] = [];
  for (const { name, file } of PEERS) {
    const module: PeerModule = await import(pathToFileURL(join(FOLDER, file)).href);
    const peer = await module.open({ connectionString, dimensions: DIMENSIONS, tenants });
    peers.push({ ...peer, name });
  }
  return peers;
}
