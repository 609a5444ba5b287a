import type { Element, Root } from 'hast';
import { declaredEncoding } from './declared-encoding.ts';
import { decodeText } from './decode-text.ts';
import { appendHtmlBlocks } from './html-blocks.ts';
import { findElement, findElements, textOnOneLine } from './html-elements.ts';
import { carryFindings } from './hidden-text.ts';
import type { ParsedDocument, ParseLimits } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { readHtmlTree } from './read-html.ts';
import { removeHiddenHtml } from './remove-hidden-html.ts';
import { createTextBuilder } from './text-builder.ts';

/** Reads the content of a page: its one `main` where it has one, otherwise the body without its frame. */
export function parseHtml(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const tree = readHtmlTree(decodeText(bytes, declaredEncoding(bytes)), { fragment: false });
  const findings = removeHiddenHtml(tree);
  const builder = createTextBuilder(limits);
  const content = contentOf(tree);
  appendHtmlBlocks(builder, content, { isInArticle: content.type === 'element' });
  return {
    parser: PARSER_VERSIONS['text/html'],
    title: titleOf(tree, content),
    pageCount: null,
    ...builder.finish(),
    ...carryFindings(findings),
  };
}

function contentOf(tree: Root): Root | Element {
  const mains = findElements(tree, 'main');
  return mains.length === 1 && mains[0] !== undefined ? mains[0] : tree;
}

function titleOf(tree: Root, content: Root | Element): string | null {
  for (const element of [findElement(content, 'h1'), findElement(tree, 'title')]) {
    const title = element === null ? '' : textOnOneLine(element);
    if (title !== '') return title;
  }
  return null;
}
