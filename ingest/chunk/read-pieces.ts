import type { BlockKind, ParsedBlock, ParsedDocument } from '../parse/parsed-document.ts';

/** A block with the headings above it; a heading's own text is the last of its path. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: BlockKind;
  readonly opensSection: boolean;
  readonly headingPath: readonly string[];
  readonly page: number | null;
}

const MAX_HEADING_CHARS = 200;

/** Headings at the very end open no section: they are kept as text of the one before. */
export function readPieces(document: ParsedDocument): readonly Piece[] {
  const lastText = document.blocks.findLastIndex((block) => block.kind !== 'heading');
  const open: { readonly level: number; readonly text: string }[] = [];
  let headingPath: readonly string[] = [];
  return document.blocks.map((block, index) => {
    if (block.kind === 'heading') {
      const level = block.level ?? 1;
      while ((open.at(-1)?.level ?? 0) >= level) open.pop();
      open.push({ level, text: readHeading(document.text, block) });
      headingPath = open.map((heading) => heading.text);
    }
    return {
      start: block.charStart,
      end: block.charEnd,
      kind: block.kind,
      opensSection: block.kind === 'heading' && index < lastText,
      headingPath,
      page: block.page,
    };
  });
}

/** A path is stored with every chunk below it, so no heading may be long. */
function readHeading(text: string, { charStart, charEnd }: ParsedBlock): string {
  if (charEnd - charStart <= MAX_HEADING_CHARS) return text.slice(charStart, charEnd);
  return `${text.slice(charStart, charStart + MAX_HEADING_CHARS).toWellFormed()}…`;
}
