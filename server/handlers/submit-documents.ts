import type { TextDocument, UploadFields } from '../../contract/document.ts';
import {
  DocumentId,
  IngestJobId,
  IngestRunId,
  type ApiKeyId,
  type CollectionId,
} from '../../contract/ids.ts';
import { detectFileType } from '../../core/file-type.ts';
import {
  enqueueDocuments,
  type EnqueuedDocument,
  type SubmittedDocument,
} from '../../db/queries/enqueue-documents.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import type { UploadedFile } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { ensureCollection } from './ensure-collection.ts';

/** A document as it was sent, whichever way. */
export interface Submission {
  readonly collection: string;
  readonly source: string;
  readonly title: string | null;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly settings: Pick<SubmittedDocument, 'tags' | 'classification' | 'acl'>;
}

const EXTENSIONS = {
  'text/markdown': 'md',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/json': 'json',
  'application/x-ndjson': 'jsonl',
  'text/x-source': 'src',
} as const;

/** Files take their name as source and title unless fields say otherwise, one for each file in order. */
export function submissionsFromFiles(
  files: readonly UploadedFile[],
  fields: UploadFields,
): readonly Submission[] {
  for (const name of ['source', 'title'] as const) {
    if (fields[name].length !== 0 && fields[name].length !== files.length) {
      throw new AppError('invalid_value', `Give one ${name} for each file, or none.`, {
        fields: [
          { path: `/${name}`, message: `must be given ${files.length} times or not at all` },
        ],
      });
    }
  }
  return files.map((file, index) => ({
    collection: fields.collection,
    source: fields.source[index] ?? file.fileName,
    title: fields.title[index] ?? null,
    fileName: file.fileName,
    bytes: file.bytes,
    settings: pickSettings(fields),
  }));
}

export function submissionsFromTexts(texts: readonly TextDocument[]): readonly Submission[] {
  return texts.map((document) => {
    const source = document.source ?? slugOf(document.title);
    return {
      collection: document.collection,
      source,
      title: document.title,
      fileName: `${slugOf(document.title)}.${EXTENSIONS[document.mime]}`,
      bytes: Buffer.from(document.text, 'utf8'),
      settings: pickSettings(document),
    };
  });
}

/** A request whose documents are queued. */
export interface Submitted {
  readonly runId: IngestRunId;
  readonly documents: readonly EnqueuedDocument[];
}

/**
 * Checks every document, then queues them all or none, together with what `beforeCommit` does.
 * Throws `unsupported_type` for what cannot be read, `invalid_value` for an empty file or one source twice.
 */
export async function submitDocuments(
  submissions: readonly Submission[],
  target: {
    readonly database: WorkspaceDatabase;
    readonly sender: Reader | null;
    readonly apiKeyId?: ApiKeyId;
    readonly beforeCommit?: (transaction: WorkspaceDatabase, submitted: Submitted) => Promise<void>;
  },
  services: Services,
): Promise<Submitted> {
  const { database, beforeCommit, ...sent } = target;
  refuseEmpty(submissions);
  refuseRepeatedSources(submissions);
  const types = detectTypes(submissions);
  const collectionIds = new Map<string, CollectionId>();
  for (const name of new Set(submissions.map((submission) => submission.collection))) {
    collectionIds.set(name, await ensureCollection(name, database, services));
  }
  const documents = submissions.flatMap((submission, index): SubmittedDocument[] => {
    const mime = types[index];
    const collectionId = collectionIds.get(submission.collection);
    if (mime === undefined || collectionId === undefined) return [];
    return [{ ...identify(submission, services), ...submission.settings, collectionId, mime }];
  });
  const runId = IngestRunId.parse(services.newId());
  const enqueued = await enqueueDocuments(database, {
    id: runId,
    documents,
    ...sent,
    beforeCommit: async (transaction, queued) =>
      beforeCommit?.(transaction, { runId, documents: queued }),
  });
  return { runId, documents: enqueued };
}

function pickSettings({ tags, classification, acl }: Submission['settings']) {
  return { tags, classification, acl };
}

function identify(submission: Submission, services: Services) {
  return {
    documentId: DocumentId.parse(services.newId()),
    jobId: IngestJobId.parse(services.newId()),
    source: submission.source,
    title: submission.title,
    fileName: submission.fileName,
    bytes: submission.bytes,
    sha256: sha256(submission.bytes),
  };
}

function refuseEmpty(submissions: readonly Submission[]): void {
  const empty = submissions.filter((submission) => submission.bytes.length === 0);
  if (empty.length === 0) return;
  throw new AppError('invalid_value', `${empty[0]?.fileName ?? 'A file'} is empty.`, {
    fields: empty.map(({ fileName }) => ({ path: fileName, message: 'the file is empty' })),
  });
}

function refuseRepeatedSources(submissions: readonly Submission[]): void {
  const seen = new Set<string>();
  for (const { collection, source } of submissions) {
    const place = JSON.stringify([collection, source]);
    if (seen.has(place)) {
      throw new AppError('invalid_value', `Two documents have the source "${source}".`, {
        fields: [{ path: '/source', message: `"${source}" is given twice` }],
      });
    }
    seen.add(place);
  }
}

function detectTypes(submissions: readonly Submission[]) {
  const detected = submissions.map((submission) => ({
    submission,
    type: detectFileType(submission),
  }));
  const refused = detected.flatMap(({ submission, type }) =>
    type.kind === 'known' ? [] : [{ path: submission.source, message: type.detail }],
  );
  if (refused.length > 0) {
    const [first] = refused;
    throw new AppError(
      'unsupported_type',
      first?.message ?? 'The type of a file is not supported.',
      { fields: refused },
    );
  }
  return detected.flatMap(({ type }) => (type.kind === 'known' ? [type.mime] : []));
}

/** `Carer's leave (2026)` → `carer-s-leave-2026`. */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 100);
  return slug === '' ? 'untitled' : slug;
}
