import type { List, ListItem, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { appendHtmlBlocks } from './html-blocks.ts';
import { collapseSpaces } from './inline-writer.ts';
import type { BlockKind } from './parsed-document.ts';
import { readHtmlTree } from './read-html.ts';
import { removeHiddenHtml } from './remove-hidden-html.ts';
import { appendTable } from './table-rows.ts';
import type { TextBuilder } from './text-builder.ts';

interface MarkdownContext {
  readonly kind: Extract<BlockKind, 'paragraph' | 'list_item' | 'quote'>;
  readonly depth: number;
}

/** Writes the blocks of a Markdown tree; raw HTML in it is read as HTML. */
export function appendMarkdownBlocks(builder: TextBuilder, tree: Root): void {
  appendNodes(builder, tree.children, { kind: 'paragraph', depth: 0 });
}

/** The text of inline nodes: links and emphasis keep their words, images their alternative text. */
export function inlineText(nodes: readonly PhrasingContent[]): string {
  return collapseSpaces(nodes.map(textOfInline).join(''));
}

function appendNodes(
  builder: TextBuilder,
  nodes: readonly RootContent[],
  context: MarkdownContext,
): void {
  for (const node of nodes) appendNode(builder, node, context);
}

function appendNode(builder: TextBuilder, node: RootContent, context: MarkdownContext): void {
  switch (node.type) {
    case 'heading':
      return builder.append({
        kind: 'heading',
        level: node.depth,
        text: inlineText(node.children).replaceAll('\n', ' '),
      });
    case 'paragraph':
      return builder.append({ ...context, text: inlineText(node.children) });
    case 'code':
      return builder.append({ kind: 'code', text: node.value });
    case 'blockquote':
      return appendNodes(builder, node.children, { ...context, kind: 'quote' });
    case 'list':
      return appendList(builder, node, context);
    case 'table':
      return appendMarkdownTable(builder, node);
    case 'footnoteDefinition':
      return appendFootnote(builder, node.label ?? node.identifier, node.children);
    case 'html':
      return appendRawHtml(builder, node.value);
    case 'yaml':
    case 'definition':
    case 'thematicBreak':
      return;
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
      throw new Error(`A ${node.type} stands outside its list or table`);
    case 'break':
    case 'delete':
    case 'emphasis':
    case 'footnoteReference':
    case 'image':
    case 'imageReference':
    case 'inlineCode':
    case 'link':
    case 'linkReference':
    case 'strong':
    case 'text':
      return builder.append({ ...context, text: inlineText([node]) });
  }
}

function appendRawHtml(builder: TextBuilder, html: string): void {
  const tree = readHtmlTree(html, { fragment: true });
  removeHiddenHtml(tree);
  appendHtmlBlocks(builder, tree, { isInArticle: true });
}

function appendList(builder: TextBuilder, list: List, context: MarkdownContext): void {
  const isNested = context.kind === 'list_item';
  const depth = isNested ? context.depth + 1 : 0;
  for (const [index, item] of list.children.entries()) {
    const marker = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '- ';
    appendItem(builder, item, { marker, depth, startsGroup: index === 0 && !isNested });
  }
}

function appendItem(
  builder: TextBuilder,
  item: ListItem,
  list: { readonly marker: string; readonly depth: number; readonly startsGroup: boolean },
): void {
  const context = { kind: 'list_item', depth: list.depth } as const;
  const [first, ...others] = item.children;
  if (first === undefined) return;
  if (first.type !== 'paragraph') return appendNodes(builder, item.children, context);
  const box = item.checked === null || item.checked === undefined ? '' : boxOf(item.checked);
  const text = list.marker + box + inlineText(first.children);
  builder.append({ ...context, text, startsGroup: list.startsGroup });
  appendNodes(builder, others, context);
}

function boxOf(isChecked: boolean): string {
  return isChecked ? '[x] ' : '[ ] ';
}

function appendMarkdownTable(builder: TextBuilder, table: Table): void {
  const [header, ...rows] = table.children.map((row) =>
    row.children.map((cell) => inlineText(cell.children)),
  );
  appendTable(builder, { header: header ?? null, rows });
}

function appendFootnote(
  builder: TextBuilder,
  label: string,
  children: readonly RootContent[],
): void {
  const [first, ...others] = children;
  const context: MarkdownContext = { kind: 'paragraph', depth: 0 };
  if (first?.type !== 'paragraph') return appendNodes(builder, children, context);
  const text = `Note ${label}: ${inlineText(first.children)}`;
  builder.append({ kind: 'paragraph', text });
  appendNodes(builder, others, context);
}

function textOfInline(node: PhrasingContent): string {
  if ('children' in node) return node.children.map(textOfInline).join('');
  if (node.type === 'text') return joinLines(node.value);
  if (node.type === 'break') return '\n';
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  if (node.type === 'footnoteReference') return ` (note ${node.label ?? node.identifier})`;
  if (node.type === 'html') return /^<br\b/i.test(node.value) ? '\n' : '';
  return node.value;
}

/** A line break in the source of a paragraph is a space. The ends of the text touch other inlines. */
function joinLines(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, index) => (index === 0 ? line : line.trimStart()))
    .map((line, index) => (index === last ? line : line.trimEnd()))
    .join(' ');
}
