import type { EmbeddingProfile } from '../../contract/collection.ts';
import { embeddedText } from '../../core/embedded-text.ts';
import type { Database } from '../../db/client.ts';
import {
  findChunksToEmbed,
  findReembeddings,
  findUnembedded,
  switchProfile,
  type ChunkToEmbed,
  type CollectionToEmbed,
} from '../../db/queries/reindex-embeddings.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { embedChunks } from '../embed/embed-chunks.ts';

export interface ReembedDeps {
  readonly database: Database;
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly logger: Logger;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
}

const BATCH_CHUNKS = 256;
const LOOK_FOR_LACKING_EVERY_MS = 60_000;
/** Looking reads every live chunk: the more there are, the rarer it is. */
const MAX_SHARE_OF_TIME = 0.02;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Embeds the chunks of collections that change to another profile, a batch at each step, while the old one
 * serves; when no live chunk lacks a vector, the collection changes in one statement. Where it stands is in
 * the database, so that another process goes on after a crash. Vectors that a version from before a change
 * lacks are added, too.
 */
export function createReembedder(deps: ReembedDeps): (signal: AbortSignal) => Promise<boolean> {
  const progress = new Map<string, number>();
  const lacking = createLookout(deps);
  const failures = createPauses(deps);
  return async (signal) => {
    if (!failures.isOver()) return false;
    const changing = await findReembeddings(deps.database);
    for (const collection of [...changing, ...(await lacking.look())]) {
      const embedder = deps.embedderFor(collection.profile);
      if (embedder === null) continue;
      try {
        const didWork = await embedBatch({ collection, embedder, progress }, deps, signal);
        failures.reset();
        if (didWork) return true;
      } catch (error) {
        if (signal.aborted) return false;
        failures.begin();
        deps.logger.warn({ reason: messageOf(error) }, 'reembedding.failed');
        return false;
      }
    }
    return false;
  };
}

interface Batch {
  readonly collection: CollectionToEmbed;
  readonly embedder: Embedder;
  /** The number of the last chunk that was embedded, so that each pass reads the chunks once. */
  readonly progress: Map<string, number>;
}

async function embedBatch(
  { collection, embedder, progress }: Batch,
  deps: ReembedDeps,
  signal: AbortSignal,
): Promise<boolean> {
  const { workspaceId, collectionId, profile } = collection;
  const database = inWorkspace(deps.database, workspaceId);
  const target = { collectionId, profileId: profile.id };
  const key = `${collectionId} ${profile.id}`;
  const after = progress.get(key) ?? 0;
  const chunks = await findChunksToEmbed(database, { ...target, after, limit: BATCH_CHUNKS });
  const last = chunks.at(-1);
  if (last !== undefined) {
    await embedChunks(
      { hashes: chunks.map(({ hash }) => hash), textOf: (index) => textOf(chunks[index]) },
      { profile, embedder },
      { database, signal },
    );
    progress.set(key, last.number);
    return true;
  }
  progress.delete(key);
  // What was published behind the pass is found by another one, from the start.
  if (after > 0) return true;
  const hasSwitched = await switchProfile(database, target);
  if (hasSwitched) deps.logger.info({ collection_id: collectionId }, 'reembedding.switched');
  return hasSwitched;
}

function textOf(chunk: ChunkToEmbed | undefined): string {
  return chunk === undefined ? '' : embeddedText(chunk, chunk.title);
}

/** Looks now and then for live chunks that lack a vector of their collection's own profile. */
function createLookout(deps: ReembedDeps) {
  let nextAt = deps.now();
  return {
    async look(): Promise<readonly CollectionToEmbed[]> {
      const startedAt = deps.now();
      if (startedAt < nextAt) return [];
      const unembedded = await findUnembedded(deps.database);
      const found = unembedded.filter(({ profile }) => deps.embedderFor(profile) !== null);
      const lookedMs = deps.now() - startedAt;
      const pauseMs = Math.max(LOOK_FOR_LACKING_EVERY_MS, lookedMs / MAX_SHARE_OF_TIME);
      nextAt = found.length > 0 ? startedAt : deps.now() + pauseMs;
      return found;
    },
  };
}

/** Longer and longer pauses after failures: a model that is away is not asked all the time. */
function createPauses(deps: ReembedDeps) {
  let pauseMs = FIRST_PAUSE_MS;
  let untilMs = 0;
  return {
    isOver: () => deps.now() >= untilMs,
    begin() {
      untilMs = deps.now() + pauseMs;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    },
    reset() {
      pauseMs = FIRST_PAUSE_MS;
    },
  };
}
