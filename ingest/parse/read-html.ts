import type { Root } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';

/** Parses as a browser does; nothing is fetched or run. */
export function readHtmlTree(html: string, options: { readonly fragment: boolean }): Root {
  return unified().use(rehypeParse, options).parse(html);
}
