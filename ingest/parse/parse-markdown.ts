import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { parse as parseYaml } from 'yaml';
import { decodeText } from './decode-text.ts';
import { appendMarkdownBlocks, inlineText } from './markdown-blocks.ts';
import type { ParsedDocument, ParseLimits } from './parsed-document.ts';
import { createTextBuilder } from './text-builder.ts';

/** CommonMark with GitHub's tables and lists; front matter gives the title and is no part of the text. */
export function parseMarkdown(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const tree = fromMarkdown(decodeText(bytes), {
    extensions: [gfm(), frontmatter()],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown()],
  });
  const builder = createTextBuilder(limits);
  appendMarkdownBlocks(builder, tree);
  return { parser: 'markdown@1', title: titleOf(tree), pageCount: null, ...builder.finish() };
}

function titleOf(tree: Root): string | null {
  const front = tree.children.find((node) => node.type === 'yaml');
  const declared = front === undefined ? null : readTitle(front.value);
  if (declared !== null) return declared;
  const heading = tree.children.find((node) => node.type === 'heading' && node.depth === 1);
  const title = heading?.type === 'heading' ? inlineText(heading.children) : '';
  return title === '' ? null : title;
}

/** Front matter that is not valid YAML is left alone: the document itself can still be read. */
function readTitle(yaml: string): string | null {
  try {
    const value: unknown = parseYaml(yaml);
    if (typeof value !== 'object' || value === null || !('title' in value)) return null;
    const title = value.title;
    return typeof title === 'string' && title.trim() !== '' ? title.trim() : null;
  } catch {
    return null;
  }
}
