import { ChunkId, DocumentId } from '../../contract/ids.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import { countTokens } from '../../core/token-count.ts';
import { findServedChunks } from '../../db/queries/served-chunks.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { readerFor } from '../access/reader-for.ts';
import type { EvidenceWithText } from '../answer/answer-outcome.ts';
import { standInId } from '../answer/stand-in-ids.ts';
import type { Caller } from '../caller.ts';
import type { TextToRead } from '../extraction/read-texts.ts';
import type { Services } from '../services.ts';

const CHUNK_CHARS = 1_500;
const MAX_CHUNKS = 4_000;

/** The chunks that a summary may cite, in the order of the texts: `[1]` is the first. */
export async function readChunks(
  texts: readonly TextToRead[],
  caller: Caller,
  services: Pick<Services, 'database'>,
): Promise<readonly EvidenceWithText[]> {
  const ids = texts.flatMap(({ documentId }) => documentId ?? []);
  if (ids.length === 0) return texts.flatMap(({ text }) => cutText(text));
  const database = inWorkspace(services.database, caller.workspaceId);
  const wanted = { ids, reader: readerFor(caller), limit: MAX_CHUNKS };
  const found = await findServedChunks(database, wanted);
  return found.map((chunk, index) => ({
    marker: index + 1,
    chunk_id: chunk.chunkId,
    content_hash: chunk.contentHash,
    document_id: chunk.documentId,
    document_version: chunk.version,
    source: chunk.source,
    title: chunk.title,
    heading_path: [...chunk.headingPath],
    page: chunk.page,
    char_start: chunk.charStart,
    char_end: chunk.charEnd,
    classification: chunk.classification,
    text: chunk.text,
    tokenCount: chunk.tokenCount,
  }));
}

/** Chunks of a text that is in no database: whole sentences, each under an id that stands in for one. */
function cutText(text: string): readonly EvidenceWithText[] {
  return packSentences(splitSentences(text)).map(({ start, end }, index) => {
    const content = text.slice(start, end);
    return {
      marker: index + 1,
      chunk_id: ChunkId.parse(standInId(index)),
      content_hash: sha256Hex(content),
      document_id: DocumentId.parse(standInId(0)),
      document_version: 1,
      source: '',
      title: '',
      heading_path: [],
      page: null,
      char_start: start,
      char_end: end,
      classification: 'public',
      text: content,
      tokenCount: countTokens(content),
    };
  });
}

function packSentences(sentences: readonly Span[]): readonly Span[] {
  const packed: Span[] = [];
  for (const { start, end } of sentences) {
    const last = packed.at(-1);
    if (last === undefined || end - last.start > CHUNK_CHARS) packed.push({ start, end });
    else packed[packed.length - 1] = { start: last.start, end };
  }
  return packed;
}
