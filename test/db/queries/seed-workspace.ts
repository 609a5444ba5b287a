import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_CHUNKING, type EmbeddingProfile } from '../../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../../contract/language.ts';
import {
  ApiKeyId,
  ChunkId,
  CollectionId,
  DocumentId,
  EmbeddingProfileId,
  IngestJobId,
  IngestRunId,
  WorkspaceId,
} from '../../../contract/ids.ts';
import { extractTerms } from '../../../core/text/terms.ts';
import type { Database } from '../../../db/client.ts';
import { insertApiKey } from '../../../db/queries/api-keys.ts';
import {
  ensureProfile,
  insertCollection,
  type StoredProfile,
} from '../../../db/queries/collections.ts';
import type { RuleSettings } from '../../../db/queries/document-settings.ts';
import { saveEmbeddings } from '../../../db/queries/embeddings.ts';
import { enqueueDocuments, type SubmittedDocument } from '../../../db/queries/enqueue-documents.ts';
import { leaseJob, type LeasedJob } from '../../../db/queries/lease-job.ts';
import {
  publishVersion,
  type Publication,
  type PublishOutcome,
} from '../../../db/queries/publish-version.ts';
import type { Reader } from '../../../db/queries/readable.ts';
import type { VersionChunkInput, VersionInput } from '../../../db/queries/version-input.ts';
import { ensureWorkspace } from '../../../db/queries/workspaces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../../db/workspace-database.ts';
import { BUILTIN_EMBEDDING_PROFILE } from '../../../models/builtin/builtin-embedder.ts';
import { sha256, sha256Hex } from '../../../platform/hash.ts';

export const EVERYONE: Reader = { clearance: 'restricted', groups: [], collections: '*' };
export const NO_RULES: RuleSettings = () => ({});
export const DIMENSIONS = 4;

/** A workspace with one collection, whose profile has few dimensions, and one key. */
export interface SeededWorkspace {
  readonly database: WorkspaceDatabase;
  readonly profile: StoredProfile;
  readonly collectionId: CollectionId;
  readonly apiKeyId: ApiKeyId;
}

export async function seedWorkspace(database: Database, name: string): Promise<SeededWorkspace> {
  const workspaceId = await ensureWorkspace(database, { id: WorkspaceId.parse(uuidv7()), name });
  const scoped = inWorkspace(database, workspaceId);
  const { profile, collectionId } = await seedCollection(scoped, 'handbook');
  const key = await insertApiKey(scoped, {
    id: ApiKeyId.parse(uuidv7()),
    prefix: `fn_${name}`,
    secretHash: sha256(name),
    name,
    scopes: ['admin'],
    groups: [],
    clearance: 'restricted',
    budgetUsdPerDay: 5,
  });
  return { database: scoped, profile, collectionId, apiKeyId: key.id };
}

const TEST_PROFILE: EmbeddingProfile = {
  adapter: 'builtin',
  name: 'test',
  version: '1',
  dimensions: DIMENSIONS,
};

/** The same workspace with another collection, for the embedder that is built in. */
export async function seedBuiltinCollection(workspace: SeededWorkspace): Promise<SeededWorkspace> {
  const { database } = workspace;
  return {
    ...workspace,
    ...(await seedCollection(database, 'builtin', BUILTIN_EMBEDDING_PROFILE)),
  };
}

export async function seedCollection(
  database: WorkspaceDatabase,
  name: string,
  identity: EmbeddingProfile = TEST_PROFILE,
): Promise<Pick<SeededWorkspace, 'profile' | 'collectionId'>> {
  const wanted = { ...identity, id: EmbeddingProfileId.parse(uuidv7()) };
  const profile = { ...wanted, id: await ensureProfile(database, wanted) };
  const collectionId = CollectionId.parse(uuidv7());
  const collection = {
    id: collectionId,
    name,
    chunking: DEFAULT_CHUNKING,
    language: DEFAULT_LANGUAGE,
    profileId: profile.id,
  };
  await insertCollection(database, collection);
  return { profile, collectionId };
}

export type Submitted = Pick<SubmittedDocument, 'source'> & Partial<SubmittedDocument>;

/** Queues one document in a run of its own, and returns its id. */
export async function enqueue(
  workspace: SeededWorkspace,
  document: Submitted,
): Promise<{ readonly documentId: DocumentId; readonly runId: IngestRunId }> {
  const bytes = Buffer.from(document.source);
  const runId = IngestRunId.parse(uuidv7());
  const [enqueued] = await enqueueDocuments(workspace.database, {
    id: runId,
    sender: null,
    documents: [
      {
        documentId: DocumentId.parse(uuidv7()),
        jobId: IngestJobId.parse(uuidv7()),
        collectionId: workspace.collectionId,
        title: null,
        fileName: `${document.source}.md`,
        mime: 'text/markdown',
        bytes,
        sha256: sha256(bytes),
        ...document,
      },
    ],
  });
  if (enqueued === undefined) throw new Error('Nothing was queued.');
  return { documentId: enqueued.id, runId };
}

export async function leaseNext(database: Database, seconds = 60): Promise<LeasedJob> {
  const job = await leaseJob(database, { token: uuidv7(), seconds, worker: 'test' });
  if (job === null) throw new Error('No job was waiting.');
  return job;
}

/** The chunks that a version of these texts holds, one chunk for each. */
export function draftChunks(texts: readonly string[]): readonly VersionChunkInput[] {
  let position = 0;
  const seen = new Map<string, number>();
  return texts.map((text, index) => {
    const occurrence = seen.get(text) ?? 0;
    seen.set(text, occurrence + 1);
    const charStart = position;
    position += text.length + 1;
    return {
      id: ChunkId.parse(uuidv7()),
      text,
      headingPath: ['Handbook', `Part ${index + 1}`],
      page: index + 1,
      charStart,
      charEnd: charStart + text.length,
      tokenCount: text.split(' ').length,
      contentHash: sha256Hex(text),
      embeddingHash: sha256(text),
      occurrence,
      terms: extractTerms(text),
    };
  });
}

export interface VersionOfTexts {
  readonly job: Pick<LeasedJob, 'id' | 'documentId' | 'leaseToken' | 'runId'>;
  readonly chunks: readonly VersionChunkInput[];
  readonly bytes: Buffer;
}

/** Stores the vectors, then publishes. */
export async function publishChunks(
  workspace: SeededWorkspace,
  { job, chunks, bytes }: VersionOfTexts,
): Promise<PublishOutcome> {
  const { database, profile } = workspace;
  await saveEmbeddings(database, {
    profile,
    embeddings: chunks.map(({ embeddingHash, text }) => ({
      hash: embeddingHash,
      vector: vectorOf(text),
    })),
  });
  return publishVersion(database, versionOf(workspace, { job, chunks, bytes }), publicationOf(job));
}

export function publicationOf({ runId }: Pick<LeasedJob, 'runId'>): Publication {
  return { runId, isHeld: false, ruleSettings: NO_RULES, timings: {}, now: () => 0 };
}

export function versionOf(
  workspace: SeededWorkspace,
  { job, chunks, bytes }: VersionOfTexts,
): VersionInput {
  return {
    documentId: job.documentId,
    collectionId: workspace.collectionId,
    jobId: job.id,
    leaseToken: job.leaseToken,
    title: 'A title',
    mime: 'text/markdown',
    originalSha256: sha256(bytes),
    byteSize: bytes.length,
    text: chunks.map((chunk) => chunk.text).join('\n'),
    pageCount: chunks.length,
    parser: 'test 1',
    chunker: 'test 1',
    chunking: DEFAULT_CHUNKING,
    language: DEFAULT_LANGUAGE,
    pages: [],
    findings: [],
    frontMatter: {},
    chunks,
  };
}

/** Queues, leases and publishes: a document whose chunks are the given texts. */
export async function publishTexts(
  open: Database,
  workspace: SeededWorkspace,
  document: Submitted & { readonly texts: readonly string[] },
): Promise<{ readonly documentId: DocumentId; readonly outcome: PublishOutcome }> {
  const { texts, ...submitted } = document;
  const bytes = Buffer.from(texts.join('\n'));
  const { documentId } = await enqueue(workspace, { ...submitted, bytes, sha256: sha256(bytes) });
  const job = await leaseNext(open);
  if (job.documentId !== documentId) throw new Error('Another job was waiting.');
  const chunks = draftChunks(texts);
  return { documentId, outcome: await publishChunks(workspace, { job, chunks, bytes }) };
}

/** A unit vector that depends on nothing but the text. */
export function vectorOf(text: string): Float32Array {
  const bytes = sha256(text);
  const raw = Array.from({ length: DIMENSIONS }, (_, index) => (bytes[index] ?? 0) / 255 - 0.5);
  const length = Math.hypot(...raw);
  return Float32Array.from(raw, (value) => value / length);
}
