import type { DocumentMime } from '../../../../contract/document.ts';
import { parseDocument } from '../../../../ingest/parse/parse-document.ts';
import type {
  ParsedDocument,
  ParseLimits,
  ParseOutcome,
} from '../../../../ingest/parse/parsed-document.ts';

/** Parses a text or bytes that must be readable. */
export async function parsed(
  mime: DocumentMime,
  content: string | Uint8Array,
): Promise<ParsedDocument> {
  const outcome = await parseDocument({ mime, bytes: asBytes(content) });
  if (outcome.kind === 'failed') throw new Error(`${outcome.code}: ${outcome.detail}`);
  return outcome.document;
}

/** Parses a text or bytes that must be refused, and returns the code. */
export async function refusal(
  mime: DocumentMime,
  content: string | Uint8Array,
  limits?: ParseLimits,
): Promise<Extract<ParseOutcome, { kind: 'failed' }>> {
  const outcome = await parseDocument({ mime, bytes: asBytes(content) }, limits);
  if (outcome.kind === 'parsed')
    throw new Error(`Read as ${JSON.stringify(outcome.document.text)}`);
  return outcome;
}

/** Each block as `kind: text`, with the level behind a heading's kind. */
export function blocksOf(document: ParsedDocument): readonly string[] {
  return document.blocks.map((block) => {
    const text = document.text.slice(block.charStart, block.charEnd);
    return `${block.kind}${block.level ?? ''}: ${text}`;
  });
}

/** What every parser promises: blocks in order, apart, trimmed, and covering all but white space. */
export function findOffsetFault(document: ParsedDocument): string | null {
  let end = 0;
  for (const block of document.blocks) {
    const between = document.text.slice(end, block.charStart);
    const text = document.text.slice(block.charStart, block.charEnd);
    if (block.charStart < end || /\S/.test(between)) return `before ${JSON.stringify(text)}`;
    if (text === '' || text !== text.trimEnd()) return `untrimmed ${JSON.stringify(text)}`;
    end = block.charEnd;
  }
  return end === document.text.length ? null : 'text behind the last block';
}

export function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
