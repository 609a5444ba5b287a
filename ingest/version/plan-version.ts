import { embeddedText } from '../../core/embedded-text.ts';
import { extractTerms } from '../../core/text/terms.ts';
import type { ChunkId } from '../../contract/ids.ts';
import type { VersionChunkInput } from '../../db/queries/publish-version.ts';
import { sha256 } from '../../platform/hash.ts';
import type { ChunkDraft } from '../chunk/chunk-document.ts';

export interface PlannedChunk extends VersionChunkInput {
  readonly embeddedText: string;
}

/**
 * What a version will hold. A chunk is known again by the hash of everything that is embedded of it;
 * equal chunks of one document are told apart by their order.
 */
export function planVersion(
  drafts: readonly ChunkDraft[],
  options: { readonly title: string; readonly newChunkId: () => ChunkId },
): readonly PlannedChunk[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const text = embeddedText(draft, options.title);
    const embeddingHash = sha256(text);
    const hash = embeddingHash.toString('hex');
    const occurrence = seen.get(hash) ?? 0;
    seen.set(hash, occurrence + 1);
    return {
      id: options.newChunkId(),
      text: draft.text,
      headingPath: draft.headingPath,
      page: draft.page,
      charStart: draft.charStart,
      charEnd: draft.charEnd,
      tokenCount: draft.tokenCount,
      contentHash: draft.contentHash,
      embeddingHash,
      occurrence,
      terms: extractTerms(text),
      embeddedText: text,
    };
  });
}
