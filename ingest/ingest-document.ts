import type { EmbeddingProfile } from '../contract/collection.ts';
import type { ChunkId } from '../contract/ids.ts';
import type { IngestErrorCode } from '../contract/ingest-run.ts';
import { CHUNKER_VERSION } from '../core/index-versions.ts';
import { findCollectionById, type StoredCollection } from '../db/queries/collections.ts';
import { findServingVersion, type ServingVersion } from '../db/queries/documents.ts';
import { findJobInput, type JobInput, type LeasedJob } from '../db/queries/lease-job.ts';
import { publishVersion, type PublishOutcome } from '../db/queries/publish-version.ts';
import type { WorkspaceDatabase } from '../db/workspace-database.ts';
import type { Embedder } from '../models/embedder.ts';
import { chunkDocument } from './chunk/chunk-document.ts';
import { embedChunks } from './embed/embed-chunks.ts';
import type { Parser } from './parse/parse-in-child.ts';
import type { ParsedDocument } from './parse/parsed-document.ts';
import { planVersion } from './version/plan-version.ts';

export interface IngestDeps {
  readonly database: WorkspaceDatabase;
  readonly parser: Parser;
  /** Null when no configured embedder makes the vectors of that profile. */
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly newChunkId: () => ChunkId;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type IngestOutcome =
  | PublishOutcome
  | { readonly kind: 'unchanged'; readonly chunkCount: number }
  | { readonly kind: 'failed'; readonly code: IngestErrorCode; readonly detail: string };

/** How long each stage took, in milliseconds. */
export type StageTimings = Record<'parse' | 'chunk' | 'embed', number>;

/**
 * Bytes in, a version that serves out: parse, chunk, embed, publish. Whatever goes wrong before the
 * last step leaves the version that served before as it was.
 */
export async function ingestDocument(job: LeasedJob, deps: IngestDeps): Promise<IngestOutcome> {
  const input = await findJobInput(deps.database, job.id);
  if (input === null) return failed('internal', 'The job has lost its document.');
  const [collection] = await findCollectionById(deps.database, input.collectionId);
  if (collection === undefined) return failed('internal', 'The job has lost its collection.');
  const embedder = deps.embedderFor(collection.profile);
  if (embedder === null) return failed('embedding_unavailable', describeMismatch(collection));
  const serving = await findServingVersion(deps.database, job.documentId);
  if (serving !== null && isUnchanged(serving, input)) {
    return { kind: 'unchanged', chunkCount: serving.chunkCount };
  }
  const startedAt = deps.now();
  const parsed = await deps.parser.parse({ ...input, signal: deps.signal });
  if (parsed.kind === 'failed') return parsed;
  const parse = deps.now() - startedAt;
  return buildVersion({ job, input, collection, embedder, document: parsed.document, parse }, deps);
}

async function buildVersion(
  work: {
    readonly job: LeasedJob;
    readonly input: JobInput;
    readonly collection: StoredCollection;
    readonly embedder: Embedder;
    readonly document: ParsedDocument;
    readonly parse: number;
  },
  deps: IngestDeps,
): Promise<IngestOutcome> {
  const { job, input, collection, document } = work;
  const title = input.givenTitle ?? document.title ?? titleFromSource(input.source);
  const chunkStartedAt = deps.now();
  const drafts = chunkDocument(document, {
    maxTokens: collection.chunking.max_tokens,
    overlapTokens: collection.chunking.overlap_tokens,
  });
  if (drafts.length === 0) return failed('no_text', 'The document holds no text to answer from.');
  const chunks = planVersion(drafts, { title, newChunkId: deps.newChunkId });
  const chunk = deps.now() - chunkStartedAt;
  const embedStartedAt = deps.now();
  await embedChunks(
    chunks.map((planned) => ({ hash: planned.embeddingHash, text: planned.embeddedText })),
    collection.profile,
    { ...deps, embedder: work.embedder },
  );
  const timings: StageTimings = { parse: work.parse, chunk, embed: deps.now() - embedStartedAt };
  return publishVersion(deps.database, {
    documentId: job.documentId,
    collectionId: collection.id,
    profile: collection.profile,
    jobId: job.id,
    leaseToken: job.leaseToken,
    title,
    mime: input.mime,
    originalSha256: input.originalSha256,
    byteSize: input.bytes.length,
    text: document.text,
    pageCount: document.pageCount,
    parser: document.parser,
    chunker: CHUNKER_VERSION,
    chunks,
    timings,
  });
}

function isUnchanged(serving: ServingVersion, input: JobInput): boolean {
  return (
    serving.originalSha256.equals(input.originalSha256) &&
    serving.chunker === CHUNKER_VERSION &&
    (input.givenTitle === null || input.givenTitle === serving.title)
  );
}

function describeMismatch({ name, profile }: StoredCollection): string {
  return (
    `Collection "${name}" was embedded with ${profile.adapter} ${profile.name} ${profile.version} ` +
    `(${profile.dimensions} dimensions), which is not configured. Configure it again, or use another collection.`
  );
}

/** `hr/leave-policy.md` → `leave-policy`. */
function titleFromSource(source: string): string {
  const fileName = source.split('/').at(-1) ?? source;
  const withoutExtension = fileName.replace(/\.[a-z0-9]{1,8}$/i, '');
  return withoutExtension === '' ? source : withoutExtension;
}

function failed(code: IngestErrorCode, detail: string): IngestOutcome {
  return { kind: 'failed', code, detail };
}
