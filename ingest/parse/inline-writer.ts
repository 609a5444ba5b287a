import type { BlockKind } from './parsed-document.ts';
import type { TextBuilder } from './text-builder.ts';

/** What a block of running text is when it is written; `depth` nests list items. */
export interface FlowContext {
  readonly kind: Extract<BlockKind, 'paragraph' | 'list_item' | 'quote'>;
  readonly depth: number;
}

export interface InlineWriter {
  addText(text: string): void;
  addLineBreak(): void;
  /** The next block opens a list item with this marker, for example `- ` or `2. `. */
  startItem(item: { readonly marker: string; readonly startsGroup: boolean }): void;
  /** Writes what has gathered as one block. */
  flush(context: FlowContext): void;
}

/** Gathers inline text until a block ends, with the white space rules of HTML. */
export function createInlineWriter(builder: TextBuilder): InlineWriter {
  let gathered = '';
  let item = { marker: '', startsGroup: false };
  return {
    addText(text) {
      gathered += text.replace(/[ \t\n\f\r]+/g, ' ');
    },
    addLineBreak() {
      gathered += '\n';
    },
    startItem(next) {
      item = next;
    },
    flush(context) {
      const text = collapseSpaces(gathered);
      gathered = '';
      if (text === '') return;
      builder.append({ ...context, text: item.marker + text, startsGroup: item.startsGroup });
      item = { marker: '', startsGroup: false };
    },
  };
}

export function collapseSpaces(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
