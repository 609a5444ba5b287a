import { z } from 'zod';
import { GroupName } from './api-key.ts';
import { Classification } from './classification.ts';
import { CollectionName } from './collection.ts';
import { DocumentId, IngestRunId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';
import { storableText } from './text-limits.ts';

/** What the service can read; the value is the mime type it records. */
export const DOCUMENT_MIMES = [
  'text/markdown',
  'text/plain',
  'text/html',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'message/rfc822',
  'application/json',
  'application/x-ndjson',
  'text/x-source',
] as const;

export const DocumentMime = z.enum(DOCUMENT_MIMES).meta({ id: 'DocumentMime' });
export type DocumentMime = z.infer<typeof DocumentMime>;

/** What a document given as text in JSON may be. */
export const TEXT_MIMES = [
  'text/markdown',
  'text/plain',
  'text/html',
  'text/csv',
  'application/json',
  'application/x-ndjson',
  'text/x-source',
] as const satisfies readonly DocumentMime[];

export const MAX_DOCUMENTS_PER_REQUEST = 500;

export const DocumentSource = storableText().min(1).max(1_000);
export const DocumentSources = z.array(DocumentSource).min(1).max(100);
export const DocumentTitle = storableText().min(1).max(500);
export const Tags = z.array(storableText().min(1).max(64)).max(50);
/** What a rule, a source or a person can say of a document without ingesting it again. */
export const DOCUMENT_SETTINGS = ['title', 'tags', 'classification', 'acl'] as const;
export type DocumentSetting = (typeof DOCUMENT_SETTINGS)[number];

export const AccessList = z
  .array(GroupName)
  .max(200)
  .describe('Groups that may read the document; empty means everyone in the workspace.');

/**
 * Left out, `tags`, `classification` and `acl` keep what a known document has; a new one gets no tags,
 * `internal` and no list. So a re-ingest never lowers a classification by saying nothing. What is given for a
 * known document takes effect when the bytes that it comes with serve.
 */
const documentSettings = {
  collection: CollectionName.default('default'),
  tags: Tags.optional(),
  classification: Classification.optional(),
  acl: AccessList.optional(),
};

/** A document given as text in JSON. `source` defaults to a slug of the title. */
export const TextDocument = z
  .strictObject({
    title: DocumentTitle,
    text: storableText().min(1),
    mime: z.enum(TEXT_MIMES).default('text/plain'),
    source: DocumentSource.optional(),
    ...documentSettings,
  })
  .meta({ id: 'TextDocument' });
export type TextDocument = z.infer<typeof TextDocument>;

export const CreateDocuments = z
  .union([
    z.strictObject({ documents: z.array(TextDocument).min(1).max(MAX_DOCUMENTS_PER_REQUEST) }),
    TextDocument,
  ])
  .meta({ id: 'CreateDocuments' });
export type CreateDocuments = z.infer<typeof CreateDocuments>;

/**
 * The fields of a multipart upload beside its `file` parts. `source` and `title` may be repeated, one
 * for each file in order; `tags` and `acl` may be repeated, or hold values separated by commas.
 */
export const UploadFields = z
  .strictObject({
    source: z.array(DocumentSource).max(MAX_DOCUMENTS_PER_REQUEST).default([]),
    title: z.array(DocumentTitle).max(MAX_DOCUMENTS_PER_REQUEST).default([]),
    ...documentSettings,
  })
  .meta({ id: 'UploadFields' });
export type UploadFields = z.infer<typeof UploadFields>;

export const AcceptedDocuments = z
  .object({
    run_id: IngestRunId,
    documents: z.array(
      z.object({ id: DocumentId, source: z.string(), status: z.literal('queued') }),
    ),
  })
  .meta({ id: 'AcceptedDocuments' });
export type AcceptedDocuments = z.infer<typeof AcceptedDocuments>;

/**
 * `processing`: no version has been published yet; `held`: none, and the first waits for approval;
 * `failed`: none, and the last try failed.
 */
export const DOCUMENT_STATUSES = ['processing', 'held', 'ready', 'failed', 'retired'] as const;
export const DocumentStatus = z.enum(DOCUMENT_STATUSES).meta({ id: 'DocumentStatus' });
export type DocumentStatus = z.infer<typeof DocumentStatus>;

export const Document = z
  .object({
    id: DocumentId,
    collection: z.string(),
    source: z.string(),
    title: z.string(),
    mime: DocumentMime.nullable(),
    tags: z.array(z.string()),
    classification: Classification,
    acl: z.array(z.string()),
    status: DocumentStatus,
    version: z.int().min(1).nullable().describe('The version that serves now.'),
    held_version: z
      .int()
      .min(1)
      .nullable()
      .describe('A newer version, held because of what was found in it until somebody approves.'),
    finding_count: z
      .int()
      .min(0)
      .describe(
        'What was found in the held version, or in the one that serves while none is held.',
      ),
    chunk_count: z.int().min(0),
    byte_size: z.int().min(0).nullable(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Document' });
export type Document = z.infer<typeof Document>;

export const ListDocuments = z.strictObject({
  ...pageQuery,
  collection: CollectionName.optional(),
  status: DocumentStatus.optional(),
  q: z.string().max(200).optional().describe('Words in the title or the source.'),
});
export type ListDocuments = z.infer<typeof ListDocuments>;
export const DocumentPage = pageOf(Document);

/**
 * What changes without ingesting anew; what is left out stays as it is. It counts from the next question
 * on, and no rule overrides it later. `approved` makes the held version serve.
 */
export const PatchDocument = z
  .strictObject({
    title: DocumentTitle.optional(),
    tags: Tags.optional(),
    classification: Classification.optional(),
    acl: AccessList.optional(),
    approved: z.literal(true).optional(),
    approved_version: z
      .int()
      .min(1)
      .optional()
      .describe('The version that was looked at: 409 when another one is held by now.'),
  })
  .refine((patch) => Object.keys(patch).some((field) => field !== 'approved_version'), {
    message: 'must change something',
  })
  .refine((patch) => patch.approved_version === undefined || patch.approved === true, {
    message: 'must come with approved',
    path: ['approved_version'],
  })
  .meta({ id: 'PatchDocument' });
export type PatchDocument = z.infer<typeof PatchDocument>;
