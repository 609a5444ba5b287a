import { performance } from 'node:perf_hooks';
import type { Language } from '../../contract/language.ts';
import { embeddedText } from '../../core/embedded-text.ts';
import { CHUNKER_VERSION } from '../../core/index-versions.ts';
import { extractTerms } from '../../core/text/terms.ts';
import type { PageLayout } from '../../db/schema/documents.ts';
import { sha256 } from '../../platform/hash.ts';
import { chunkDocument, type ChunkDraft } from '../chunk/chunk-document.ts';
import { parseDocument } from '../parse/parse-document.ts';
import type { ParsedDocument } from '../parse/parsed-document.ts';
import { scanDocument } from '../parse/scan/scan-document.ts';
import { createTermPacker } from './pack-terms.ts';
import type {
  FileToPrepare,
  PreparedChunk,
  PreparedDocument,
  PrepareOutcome,
} from './prepared-document.ts';

/** Reads a file, looks through it and cuts it, in this process. Every file ends in an outcome. */
export async function prepareDocument(file: FileToPrepare): Promise<PrepareOutcome> {
  const startedAt = performance.now();
  const parsed = await parseDocument(file);
  if (parsed.kind === 'failed') return parsed;
  const title = file.givenTitle ?? parsed.document.title ?? file.fallbackTitle;
  const findings = scanDocument({ ...parsed.document, title });
  const parsedAt = performance.now();
  const drafts = chunkDocument(parsed.document, {
    maxTokens: file.chunking.max_tokens,
    overlapTokens: file.chunking.overlap_tokens,
  });
  if (drafts.length === 0) {
    return {
      kind: 'failed',
      code: 'no_text',
      detail: 'The document holds no text to answer from.',
    };
  }
  const indexed = indexChunks(drafts, { title, language: file.language });
  const { document } = parsed;
  return {
    kind: 'prepared',
    document: {
      parser: document.parser,
      chunker: CHUNKER_VERSION,
      title,
      text: document.text,
      pageCount: document.pageCount,
      pages: layOutPages(document),
      findings,
      frontMatter: document.frontMatter ?? {},
      ...indexed,
      timings: { parse: parsedAt - startedAt, chunk: performance.now() - parsedAt },
    },
  };
}

const HASH_BYTES = 32;

/**
 * What the index needs of each chunk. A chunk is known again by the hash of everything that is embedded of
 * it; equal chunks of one document are told apart by their order.
 */
function indexChunks(
  drafts: readonly ChunkDraft[],
  { title, language }: { readonly title: string; readonly language: Language },
): Pick<PreparedDocument, 'chunks' | 'embeddingHashes' | 'terms'> {
  const seen = new Map<string, number>();
  const embeddingHashes = new Uint8Array(drafts.length * HASH_BYTES);
  const terms = createTermPacker();
  const chunks = drafts.map((draft, index): PreparedChunk => {
    const embedded = embeddedText(draft, title);
    const hash = sha256(embedded);
    embeddingHashes.set(hash, index * HASH_BYTES);
    terms.append(extractTerms(embedded, language));
    const occurrence = seen.get(hash.toString('hex')) ?? 0;
    seen.set(hash.toString('hex'), occurrence + 1);
    const { headingPath, page, charStart, charEnd, tokenCount, contentHash } = draft;
    return { headingPath, page, charStart, charEnd, tokenCount, contentHash, occurrence };
  });
  return { chunks, embeddingHashes, terms: terms.finish() };
}

function layOutPages({ boxes = [], pageSizes = [] }: ParsedDocument): readonly PageLayout[] {
  const pages = pageSizes.map(({ width, height }) => ({
    width: round(width),
    height: round(height),
    lines: new Array<PageLayout['lines'][number]>(),
  }));
  for (const box of boxes) {
    pages[box.page - 1]?.lines.push([
      box.charStart,
      box.charEnd,
      round(box.x),
      round(box.y),
      round(box.width),
      round(box.height),
    ]);
  }
  return pages;
}

/** A tenth of a point is finer than print. */
function round(points: number): number {
  return Math.round(points * 10) / 10;
}
