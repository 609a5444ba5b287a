import { z } from 'zod';
import { DocumentMime } from './document.ts';
import { Finding } from './finding.ts';
import { ChunkId, DocumentId } from './ids.ts';
import { pageOf } from './page.ts';

export const VersionNumber = z.int().min(1).max(2_147_483_647);

export const DocumentVersionSummary = z
  .object({
    document_id: DocumentId,
    version: VersionNumber,
    title: z.string(),
    mime: DocumentMime,
    content_sha256: z.string(),
    byte_size: z.int().min(0),
    char_count: z.int().min(0),
    page_count: z.int().min(1).nullable(),
    chunk_count: z.int().min(0),
    finding_count: z.int().min(0),
    parser: z.string().describe('Name and version of the parser.'),
    chunker: z.string().describe('Name and version of the chunker.'),
    restored_from: VersionNumber.nullable().describe('The version whose content it brings back.'),
    held_at: z.iso.datetime().nullable().describe('When it was held back for approval.'),
    withdrawn_at: z.iso
      .datetime()
      .nullable()
      .describe('When something took its place before it was approved: it will never serve.'),
    served_from: z.iso.datetime().nullable().describe('Null until it serves.'),
    served_until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DocumentVersionSummary' });
export type DocumentVersionSummary = z.infer<typeof DocumentVersionSummary>;
export const DocumentVersionPage = pageOf(DocumentVersionSummary);

export const VersionChunk = z
  .object({
    chunk_id: ChunkId,
    position: z.int().min(0),
    heading_path: z.array(z.string()),
    page: z.int().min(1).nullable(),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
    token_count: z.int().min(0),
    content_hash: z.string(),
  })
  .meta({ id: 'VersionChunk' });
export type VersionChunk = z.infer<typeof VersionChunk>;

/** One version whole: its stored text, the chunks that were cut from it and what was found in it. */
export const DocumentVersion = DocumentVersionSummary.extend({
  source: z.string(),
  collection: z.string(),
  text: z.string(),
  chunks: z.array(VersionChunk),
  findings: z.array(Finding),
}).meta({ id: 'DocumentVersion' });
export type DocumentVersion = z.infer<typeof DocumentVersion>;

/** Where the lines of a page stand on it, so that a citation can be drawn; points from the top left. */
export const PageOfVersion = z
  .object({
    document_id: DocumentId,
    version: VersionNumber,
    page: z.int().min(1),
    width: z.number(),
    height: z.number(),
    lines: z.array(
      z.object({
        char_start: z.int().min(0),
        char_end: z.int().min(0),
        x: z.number(),
        y: z.number(),
        width: z.number(),
        height: z.number(),
      }),
    ),
  })
  .meta({ id: 'PageOfVersion' });
export type PageOfVersion = z.infer<typeof PageOfVersion>;
