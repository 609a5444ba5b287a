import type { BlockKind, ParsedBlock, ParseLimits } from './parsed-document.ts';
import { ParseRefusal } from './parsed-document.ts';

export interface NewBlock {
  readonly kind: BlockKind;
  readonly text: string;
  readonly level?: number;
  readonly page?: number;
  /** Nesting depth of a list item, written as leading spaces outside the block's span. */
  readonly depth?: number;
  /** The first item of a list or row of a table: set off from a list or table just before it. */
  readonly startsGroup?: boolean;
}

export interface BuiltText {
  readonly text: string;
  readonly blocks: readonly ParsedBlock[];
}

export interface TextBuilder {
  /** Appends one block; a blank one is left out. */
  append(block: NewBlock): void;
  finish(): BuiltText;
}

/** The one place where stored text and block offsets are made, so that they cannot disagree. */
export function createTextBuilder(limits: Pick<ParseLimits, 'maxChars'>): TextBuilder {
  const parts: string[] = [];
  const blocks: ParsedBlock[] = [];
  let length = 0;

  function write(part: string): void {
    if (length + part.length > limits.maxChars)
      throw new ParseRefusal(
        'too_large',
        `The document holds more than ${limits.maxChars.toLocaleString('en')} characters of text. Split it into smaller documents.`,
      );
    parts.push(part);
    length += part.length;
  }

  return {
    append(block) {
      const text = cleanBlockText(block);
      if (text === '') return;
      write(separatorBefore(block, blocks.at(-1)) + '  '.repeat(block.depth ?? 0));
      const charStart = length;
      write(text);
      blocks.push({
        kind: block.kind,
        level: block.level ?? null,
        charStart,
        charEnd: length,
        page: block.page ?? null,
      });
    },
    finish: () => ({ text: parts.join(''), blocks }),
  };
}

function separatorBefore(block: NewBlock, previous: ParsedBlock | undefined): string {
  if (previous === undefined) return '';
  const continuesGroup =
    previous.kind === block.kind &&
    (block.kind === 'list_item' || block.kind === 'table_row') &&
    block.startsGroup !== true;
  return continuesGroup ? '\n' : '\n\n';
}

/** PDF and DOCX can hold NUL and lone surrogates, which Postgres cannot store. */
function cleanBlockText(block: NewBlock): string {
  const storable = block.text.replaceAll('\0', '').toWellFormed();
  if (block.kind !== 'code') return storable.trim();
  return storable.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}
