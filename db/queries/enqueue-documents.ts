import { sql } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import type { Classification } from '../../contract/classification.ts';
import type {
  ApiKeyId,
  CollectionId,
  DocumentId,
  IngestJobId,
  IngestRunId,
  SourceId,
} from '../../contract/ids.ts';
import { DOCUMENT_SETTINGS, type DocumentMime } from '../../contract/document.ts';
import { documents, originals } from '../schema/documents.ts';
import { ingestJobs, ingestRuns } from '../schema/ingest.ts';
import { AppError } from '../../platform/errors.ts';
import { textArray, uuidArray } from '../array-parameters.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable, type Reader } from './readable.ts';

export interface SubmittedDocument {
  /** The id that the document gets if its source is new. */
  readonly documentId: DocumentId;
  readonly jobId: IngestJobId;
  readonly collectionId: CollectionId;
  readonly source: string;
  /** Null lets the parser find one in the document. */
  readonly title: string | null;
  readonly fileName: string;
  readonly mime: DocumentMime;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  /** A known document keeps what is left out, and gets what is given when these bytes serve. */
  readonly tags?: readonly string[] | undefined;
  readonly classification?: Classification | undefined;
  readonly acl?: readonly string[] | undefined;
  /** Where it is followed from, and what a new document gets from there. */
  readonly followed?: { readonly sourceId: SourceId; readonly defaults: DocumentSettings };
}

export interface EnqueuedDocument {
  readonly id: DocumentId;
  readonly source: string;
}

/**
 * Stores the bytes and queues one job for each document, all in one transaction: once it has
 * committed, nothing is lost whoever dies. The version that serves goes on serving.
 * Throws `AppError('conflict')` for a source that the sender may not use.
 */
export function enqueueDocuments(
  database: WorkspaceDatabase,
  run: {
    readonly id: IngestRunId;
    readonly documents: readonly SubmittedDocument[];
    /** Who sends them: what they may not read they may not replace. Null may replace everything. */
    readonly sender: Reader | null;
    /** The key that it is sent with, which follows the run. */
    readonly apiKeyId?: ApiKeyId;
    /** What belongs to the same transaction; nothing is queued when it throws. */
    readonly beforeCommit?: (
      transaction: WorkspaceDatabase,
      enqueued: readonly EnqueuedDocument[],
    ) => Promise<void>;
  },
): Promise<readonly EnqueuedDocument[]> {
  return inTransaction(database, async (transaction) => {
    if (run.sender !== null) await refuseHidden(transaction, run.documents, run.sender);
    await transaction.executor.insert(ingestRuns).values({
      workspaceId: database.workspaceId,
      id: run.id,
      apiKeyId: run.apiKeyId ?? null,
    });
    const enqueued: EnqueuedDocument[] = [];
    for (const document of run.documents) {
      enqueued.push(await enqueueDocument(transaction, { runId: run.id, document }));
    }
    await run.beforeCommit?.(transaction, enqueued);
    return enqueued;
  });
}

/**
 * A source that belongs to a document which the sender may not read cannot be used: a new version, or
 * another classification, would open to the sender what is closed.
 */
async function refuseHidden(
  database: WorkspaceDatabase,
  documents: readonly SubmittedDocument[],
  sender: Reader,
): Promise<void> {
  const result = await database.executor.execute<{ source: string }>(sql`
    select d.source
    from unnest(
      ${uuidArray(documents.map((document) => document.collectionId))},
      ${textArray(documents.map((document) => document.source))}) as sent (collection_id, source)
    join documents d
      on d.workspace_id = ${database.workspaceId}
     and d.collection_id = sent.collection_id
     and d.source = sent.source
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where not ${isReadable(sender)}
    limit 1`);
  const [hidden] = result.rows;
  if (hidden === undefined) return;
  throw new AppError('conflict', `The source "${hidden.source}" cannot be used with this key.`, {
    fields: [{ path: '/source', message: `"${hidden.source}" cannot be used` }],
  });
}

/** Queues one document in a run that is there already; to be called in a transaction. */
export async function enqueueDocument(
  database: WorkspaceDatabase,
  entry: { readonly runId: IngestRunId; readonly document: SubmittedDocument },
): Promise<EnqueuedDocument> {
  const { runId, document } = entry;
  await database.executor
    .insert(originals)
    .values({
      workspaceId: database.workspaceId,
      sha256: document.sha256,
      bytes: document.bytes,
    })
    .onConflictDoNothing();
  const id = await upsertDocument(database, document);
  await database.executor.insert(ingestJobs).values({
    workspaceId: database.workspaceId,
    id: document.jobId,
    runId,
    documentId: id,
    originalSha256: document.sha256,
    fileName: document.fileName,
    title: document.title,
    mime: document.mime,
    settings: definedOf(document),
    status: 'queued',
  });
  return { id, source: document.source };
}

/**
 * A new document is from the start what was given with it. What is known stays as it is until the bytes
 * serve: what was said of the new text does not hold for the old one.
 */
async function upsertDocument(
  database: WorkspaceDatabase,
  document: SubmittedDocument,
): Promise<DocumentId> {
  const given = definedOf(document);
  const { followed } = document;
  const sourceId = followed === undefined ? {} : { sourceId: followed.sourceId };
  const baseSettings = definedOf(followed?.defaults ?? {});
  const [row] = await database.executor
    .insert(documents)
    .values({
      tags: [],
      classification: 'internal',
      acl: [],
      ...baseSettings,
      ...given,
      ...sourceId,
      baseSettings,
      givenSettings: DOCUMENT_SETTINGS.filter((name) => name in given),
      workspaceId: database.workspaceId,
      id: document.documentId,
      collectionId: document.collectionId,
      source: document.source,
      title: document.title ?? document.source,
    })
    .onConflictDoUpdate({
      target: [documents.workspaceId, documents.collectionId, documents.source],
      set: { ...sourceId, updatedAt: sql`now()` },
    })
    .returning({ id: documents.id });
  if (row === undefined) throw new Error('The stored document was not returned.');
  return row.id;
}

/** Only the settings that are there: what is left out keeps what it has. */
function definedOf({
  tags,
  classification,
  acl,
}: Pick<SubmittedDocument, 'tags' | 'classification' | 'acl'>) {
  return {
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(classification === undefined ? {} : { classification }),
    ...(acl === undefined ? {} : { acl: [...acl] }),
  };
}
