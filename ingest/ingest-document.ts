import type { DocumentPolicy } from '../contract/access-rule.ts';
import type { EmbeddingProfile } from '../contract/collection.ts';
import type { Finding } from '../contract/finding.ts';
import type { ChunkId } from '../contract/ids.ts';
import type { IngestErrorCode } from '../contract/ingest-run.ts';
import { DEFAULT_LANGUAGE } from '../contract/language.ts';
import { embeddedText } from '../core/embedded-text.ts';
import { CHUNKER_VERSION, PARSER_VERSIONS } from '../core/index-versions.ts';
import { matchRules, type DocumentFacts } from '../core/match-rules.ts';
import {
  findCollectionById,
  type StoredCollection,
  type StoredProfile,
} from '../db/queries/collections.ts';
import { keepVersion } from '../db/queries/keep-version.ts';
import { findJobInput, type JobInput, type LeasedJob } from '../db/queries/lease-job.ts';
import { publishVersion, type PublishOutcome } from '../db/queries/publish-version.ts';
import { findServingVersion, type ServingVersion } from '../db/queries/serving-version.ts';
import type { WorkspaceDatabase } from '../db/workspace-database.ts';
import type { Embedder } from '../models/embedder.ts';
import { embedChunks, type ProfileToEmbed } from './embed/embed-chunks.ts';
import { unpackTerms } from './prepare/pack-terms.ts';
import type { Preparer } from './prepare/preparer.ts';
import type { PreparedDocument, PrepareOutcome } from './prepare/prepared-document.ts';

export interface IngestDeps {
  readonly database: WorkspaceDatabase;
  readonly preparer: Preparer;
  /** Null when no configured embedder makes the vectors of that profile. */
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly policy: DocumentPolicy;
  readonly newChunkId: () => ChunkId;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export type IngestOutcome =
  | PublishOutcome
  | { readonly kind: 'unchanged'; readonly chunkCount: number }
  | {
      readonly kind: 'failed';
      readonly code: IngestErrorCode;
      readonly detail: string;
      /** Another try might end otherwise. */
      readonly isCrash?: boolean;
    };

/**
 * Bytes in, a version that serves out: prepare (parse, scan, chunk), embed, publish. Whatever goes wrong
 * before the last step leaves the version that served before as it was.
 */
export async function ingestDocument(job: LeasedJob, deps: IngestDeps): Promise<IngestOutcome> {
  const input = await findJobInput(deps.database, job.id);
  if (input === null) return failed('internal', 'The job has lost its document.');
  const [collection] = await findCollectionById(deps.database, input.collectionId);
  if (collection === undefined) return failed('internal', 'The job has lost its collection.');
  const profiles = profilesOf(collection, deps);
  if ('kind' in profiles) return profiles;
  const serving = await findServingVersion(deps.database, job.documentId);
  if (serving !== null && isKept(serving, { input, collection })) {
    return keepServing({ job, input, collection, serving }, deps);
  }
  const prepared = await prepareInput({ input, collection }, deps);
  if (prepared.kind === 'failed') return prepared;
  const { document } = prepared;
  const refused = document.findings.find(({ kind }) => deps.policy.findings[kind] === 'refuse');
  if (refused !== undefined) return failed('refused', describeRefusal(refused));
  const isServing = serving?.originalSha256.equals(input.originalSha256) ?? false;
  return storeDocument({ job, input, collection, profiles, document, isServing }, deps);
}

/** Ends the job; another look is taken when another version has begun to serve meanwhile. */
async function keepServing(
  work: Pick<Work, 'job' | 'input' | 'collection'> & { readonly serving: ServingVersion },
  deps: IngestDeps,
): Promise<IngestOutcome> {
  const { job, input, serving } = work;
  const isSame = serving.originalSha256.equals(input.originalSha256);
  const isMissing = isSame && !serving.hasFrontMatter && deps.policy.rules.length > 0;
  const prepared = isMissing ? await prepareInput(work, deps) : null;
  const outcome = await keepVersion(deps.database, {
    documentId: job.documentId,
    jobId: job.id,
    leaseToken: job.leaseToken,
    serving,
    supersedesHeld: input.runKind !== 'reindex',
    frontMatter: prepared?.kind === 'prepared' ? prepared.document.frontMatter : null,
    ruleSettings: rulesOf(deps),
  });
  switch (outcome) {
    case 'kept':
      return { kind: 'unchanged', chunkCount: serving.chunkCount };
    case 'lease_lost':
      return { kind: 'lease_lost' };
    case 'other_version':
      return ingestDocument(job, deps);
    default:
      return outcome satisfies never;
  }
}

function prepareInput(
  { input, collection }: Pick<Work, 'input' | 'collection'>,
  deps: IngestDeps,
): Promise<PrepareOutcome> {
  return deps.preparer.prepare({
    ...input,
    fallbackTitle: titleFromSource(input.source),
    chunking: collection.chunking,
    language: collection.language,
    signal: deps.signal,
  });
}

function rulesOf({ policy }: IngestDeps) {
  return (document: DocumentFacts) => matchRules(policy.rules, document);
}

interface Work {
  readonly job: LeasedJob;
  readonly input: JobInput;
  readonly collection: StoredCollection;
  readonly profiles: readonly ProfileToEmbed[];
  readonly document: PreparedDocument;
  /** Whether the same bytes serve already. */
  readonly isServing: boolean;
}

/** A vector stands for its text whatever language that is indexed in, so embedders read terms as they do by themselves. */
const EMBEDDED_LANGUAGE = DEFAULT_LANGUAGE;

async function storeDocument(work: Work, deps: IngestDeps): Promise<IngestOutcome> {
  const { job, input, collection, document } = work;
  const startedAt = deps.now();
  const hashes = hashesOf(document);
  const terms = hashes.map((_, index) => unpackTerms(document.terms, index));
  const termsOf = (index: number) => terms[index] ?? [];
  const toEmbed = {
    hashes,
    textOf: (index: number) => embeddedTextOf(document, index),
    ...(collection.language === EMBEDDED_LANGUAGE && { termsOf }),
  };
  for (const profile of work.profiles) await embedChunks(toEmbed, profile, deps);
  const embed = deps.now() - startedAt;
  return publishVersion(
    deps.database,
    {
      ...document,
      documentId: job.documentId,
      collectionId: collection.id,
      jobId: job.id,
      leaseToken: job.leaseToken,
      mime: input.mime,
      originalSha256: input.originalSha256,
      byteSize: input.bytes.length,
      chunking: collection.chunking,
      language: collection.language,
      chunks: document.chunks.map((chunk, index) => ({
        ...chunk,
        id: deps.newChunkId(),
        text: document.text.slice(chunk.charStart, chunk.charEnd),
        embeddingHash: hashes[index] ?? Buffer.alloc(0),
        terms: terms[index] ?? [],
      })),
    },
    {
      runId: job.runId,
      // The same bytes serve already: reading them again asks nobody for approval once more.
      isHeld:
        !work.isServing &&
        document.findings.some(({ kind }) => deps.policy.findings[kind] === 'hold'),
      ruleSettings: rulesOf(deps),
      timings: { ...document.timings, embed },
      now: deps.now,
    },
  );
}

const HASH_BYTES = 32;

function hashesOf({ chunks, embeddingHashes }: PreparedDocument): readonly Buffer[] {
  return chunks.map((_, index) =>
    Buffer.from(embeddingHashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
  );
}

function embeddedTextOf(document: PreparedDocument, index: number): string {
  const chunk = document.chunks[index];
  if (chunk === undefined) return '';
  const text = document.text.slice(chunk.charStart, chunk.charEnd);
  return embeddedText({ headingPath: chunk.headingPath, text }, document.title);
}

/**
 * The collection's profile and, while it changes to another one, that one as well. Then the old one may be
 * gone already: nobody can ask with it either.
 */
function profilesOf(
  collection: StoredCollection,
  deps: IngestDeps,
): readonly ProfileToEmbed[] | Extract<IngestOutcome, { kind: 'failed' }> {
  const { profile: current, nextProfile } = collection;
  const wanted = [current, nextProfile].filter((profile) => profile !== null);
  const profiles = wanted.flatMap((profile) => {
    const embedder = deps.embedderFor(profile);
    return embedder === null ? [] : [{ profile, embedder }];
  });
  const target = nextProfile ?? current;
  const reachesTarget = profiles.some(({ profile }) => profile.id === target.id);
  return reachesTarget
    ? profiles
    : failed('embedding_unavailable', describeMismatch(collection, target));
}

/** There is nothing to store: it would come out the same, or it is not what is to be read again. */
function isKept(
  serving: ServingVersion,
  { input, collection }: Pick<Work, 'input' | 'collection'>,
): boolean {
  return (
    (input.runKind === 'reindex' && isPassedBy(serving, input)) ||
    isUnchanged(serving, { input, collection })
  );
}

/**
 * What was to be read again has given way to other bytes, which the present builders have read, or others wait
 * for approval: reading it again would withdraw what somebody is to decide on.
 */
function isPassedBy(serving: ServingVersion, input: JobInput): boolean {
  return serving.isSucceededByHeld || !serving.originalSha256.equals(input.originalSha256);
}

/** The same bytes would be read and cut as they are now. */
function isUnchanged(
  serving: ServingVersion,
  { input, collection }: Pick<Work, 'input' | 'collection'>,
): boolean {
  const { chunking, language } = collection;
  return (
    serving.originalSha256.equals(input.originalSha256) &&
    serving.parser === PARSER_VERSIONS[input.mime] &&
    serving.chunker === CHUNKER_VERSION &&
    serving.chunking?.max_tokens === chunking.max_tokens &&
    serving.chunking.overlap_tokens === chunking.overlap_tokens &&
    serving.language === language &&
    (input.givenTitle === null || input.givenTitle === serving.title)
  );
}

function describeRefusal({ kind, detail }: Finding): string {
  return `Refused by policy (${kind.replace('_', ' ')}): ${detail}`;
}

function describeMismatch({ name }: StoredCollection, profile: StoredProfile): string {
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

function failed(code: IngestErrorCode, detail: string): Extract<IngestOutcome, { kind: 'failed' }> {
  return { kind: 'failed', code, detail };
}
