import type { Element, Root } from 'hast';
import {
  attributeOf,
  childElements,
  findElement,
  type HtmlNode,
  isBlockElement,
  isElement,
  isSkipped,
  preformattedText,
  textOnOneLine,
} from './html-elements.ts';
import { isLayoutTable, readHtmlTable } from './html-table.ts';
import { createInlineWriter, type FlowContext, type InlineWriter } from './inline-writer.ts';
import { ParseRefusal } from './parsed-document.ts';
import { appendTable } from './table-rows.ts';
import type { TextBuilder } from './text-builder.ts';

interface HtmlContext extends FlowContext {
  readonly isInArticle: boolean;
  readonly nesting: number;
}

interface HtmlReader {
  readonly builder: TextBuilder;
  readonly writer: InlineWriter;
}

/** Deeper markup is an attack on the stack or broken beyond reading. */
const MAX_NESTING = 500;

/** Writes the blocks of an HTML tree, without what frames the page (navigation, page header and footer). */
export function appendHtmlBlocks(
  builder: TextBuilder,
  root: Root | Element,
  options: { readonly isInArticle: boolean },
): void {
  const reader = { builder, writer: createInlineWriter(builder) };
  const context: HtmlContext = { ...options, kind: 'paragraph', depth: 0, nesting: 0 };
  visitChildren(reader, root.children, context);
  reader.writer.flush(flowOf(context));
}

function visitChildren(
  reader: HtmlReader,
  children: readonly HtmlNode[],
  context: HtmlContext,
): void {
  if (context.nesting > MAX_NESTING)
    throw new ParseRefusal(
      'unreadable',
      `The markup is nested more than ${MAX_NESTING} levels deep. Save the page again from its source.`,
    );
  for (const child of children) {
    if (child.type === 'text') reader.writer.addText(child.value);
    else if (isElement(child) && !isSkipped(child, context.isInArticle))
      visitElement(reader, child, { ...context, nesting: context.nesting + 1 });
  }
}

function visitElement(reader: HtmlReader, element: Element, context: HtmlContext): void {
  switch (element.tagName) {
    case 'br':
      return reader.writer.addLineBreak();
    case 'img':
      return reader.writer.addText(attributeOf(element, 'alt'));
    case 'main':
    case 'article':
      return visitBlock(reader, element, { ...context, isInArticle: true });
    case 'blockquote':
      return visitBlock(reader, element, { ...context, kind: 'quote' });
    case 'ul':
    case 'ol':
      return visitList(reader, element, context);
    case 'dl':
      return visitDefinitions(reader, element, context);
    case 'table':
      return visitTable(reader, element, context);
    case 'pre':
      reader.writer.flush(flowOf(context));
      return reader.builder.append({ kind: 'code', text: preformattedText(element) });
    case 'hr':
      return reader.writer.flush(flowOf(context));
    default:
      if (/^h[1-6]$/.test(element.tagName)) return visitHeading(reader, element, context);
      if (isBlockElement(element)) return visitBlock(reader, element, context);
      return visitChildren(reader, element.children, context);
  }
}

function visitHeading(reader: HtmlReader, element: Element, context: HtmlContext): void {
  reader.writer.flush(flowOf(context));
  const level = Number(element.tagName.slice(1));
  reader.builder.append({ kind: 'heading', level, text: textOnOneLine(element) });
}

function visitBlock(reader: HtmlReader, element: Element, context: HtmlContext): void {
  reader.writer.flush(flowOf(context));
  visitChildren(reader, element.children, context);
  reader.writer.flush(flowOf(context));
}

function visitList(reader: HtmlReader, list: Element, context: HtmlContext): void {
  reader.writer.flush(flowOf(context));
  const isNested = context.kind === 'list_item';
  const inList: HtmlContext = {
    ...context,
    kind: 'list_item',
    depth: isNested ? context.depth + 1 : 0,
  };
  const firstNumber = Number.parseInt(attributeOf(list, 'start'), 10);
  let number = Number.isNaN(firstNumber) ? 1 : firstNumber;
  for (const [index, child] of list.children.entries()) {
    if (!isElement(child, 'li')) {
      visitChildren(reader, [child], inList);
      continue;
    }
    const marker = list.tagName === 'ol' ? `${number}. ` : '- ';
    number += 1;
    if (isSkipped(child, context.isInArticle)) continue;
    reader.writer.startItem({ marker, startsGroup: !isNested && isFirstItem(list, index) });
    visitBlock(reader, child, inList);
  }
}

function isFirstItem(list: Element, index: number): boolean {
  return !list.children.slice(0, index).some((child) => isElement(child, 'li'));
}

/** A term and its definition on one line, so that the definition can be quoted alone. */
function visitDefinitions(reader: HtmlReader, list: Element, context: HtmlContext): void {
  reader.writer.flush(flowOf(context));
  const terms: string[] = [];
  let startsGroup = true;
  const groups = childElements(list, 'div');
  const entries =
    groups.length > 0 ? groups.flatMap((group) => childElements(group)) : list.children;
  for (const child of entries) {
    if (isElement(child, 'dt')) terms.push(textOnOneLine(child));
    if (!isElement(child, 'dd')) continue;
    const text = defineTerm(terms.splice(0).join(', '), textOnOneLine(child));
    reader.builder.append({ kind: 'list_item', text: `- ${text}`, startsGroup });
    startsGroup = false;
  }
  for (const term of terms) reader.builder.append({ kind: 'list_item', text: `- ${term}` });
}

function defineTerm(term: string, definition: string): string {
  if (term === '') return definition;
  return /[.:?!]$/.test(term) ? `${term} ${definition}` : `${term}: ${definition}`;
}

function visitTable(reader: HtmlReader, table: Element, context: HtmlContext): void {
  reader.writer.flush(flowOf(context));
  if (isLayoutTable(table)) return visitCells(reader, table, context);
  const caption = findElement(table, 'caption');
  if (caption !== null) reader.builder.append({ kind: 'paragraph', text: textOnOneLine(caption) });
  appendTable(reader.builder, readHtmlTable(table));
}

function visitCells(reader: HtmlReader, element: Element, context: HtmlContext): void {
  for (const child of childElements(element)) {
    const inner = { ...context, nesting: context.nesting + 1 };
    if (isElement(child, 'td', 'th', 'caption')) visitBlock(reader, child, inner);
    else visitCells(reader, child, inner);
  }
}

function flowOf(context: HtmlContext): FlowContext {
  return { kind: context.kind, depth: context.depth };
}
