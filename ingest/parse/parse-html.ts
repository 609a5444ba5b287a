import type { Element, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { decodeStrictly, decodeText, withUnixLineEnds } from './decode-text.ts';
import { appendHtmlBlocks } from './html-blocks.ts';
import { findElement, findElements, textOnOneLine } from './html-elements.ts';
import type { ParsedDocument, ParseLimits } from './parsed-document.ts';
import { createTextBuilder } from './text-builder.ts';

/** Reads the content of a page: its one `main` where it has one, otherwise the body without its frame. */
export function parseHtml(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const tree = readHtmlTree(decodeHtml(bytes), { fragment: false });
  const builder = createTextBuilder(limits);
  const content = contentOf(tree);
  appendHtmlBlocks(builder, content, { isInArticle: content.type === 'element' });
  const built = builder.finish();
  return { parser: 'html@1', title: titleOf(tree, content), pageCount: null, ...built };
}

/** Parses as a browser does; nothing is fetched or run. */
export function readHtmlTree(html: string, options: { readonly fragment: boolean }): Root {
  return unified().use(rehypeParse, options).parse(html);
}

/** UTF-8, or else the encoding that the page declares in its first kilobyte. */
function decodeHtml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  if (declared === undefined || decodeStrictly(bytes, 'utf-8') !== null) return decodeText(bytes);
  const text = decodeStrictly(bytes, declared);
  return text === null ? decodeText(bytes) : withUnixLineEnds(text.replaceAll('\0', ''));
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
