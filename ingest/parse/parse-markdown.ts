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
import { splitMarkdown } from './split-markdown.ts';
import { createTextBuilder } from './text-builder.ts';

/** CommonMark with GitHub's tables and lists; front matter gives the title and is no part of the text. */
export function parseMarkdown(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const builder = createTextBuilder(limits);
  let declaredTitle: string | null = null;
  let firstHeading: string | null = null;
  for (const portion of splitMarkdown(decodeText(bytes))) {
    const tree = readMarkdownTree(portion);
    appendMarkdownBlocks(builder, tree);
    declaredTitle ??= readDeclaredTitle(tree);
    firstHeading ??= readFirstHeading(tree);
  }
  const title = declaredTitle ?? firstHeading;
  return { parser: 'markdown@1', title, pageCount: null, ...builder.finish() };
}

function readMarkdownTree(source: string): Root {
  return fromMarkdown(source, {
    extensions: [gfm(), frontmatter()],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown()],
  });
}

function readDeclaredTitle(tree: Root): string | null {
  const front = tree.children.find((node) => node.type === 'yaml');
  return front === undefined ? null : readTitle(front.value);
}

function readFirstHeading(tree: Root): string | null {
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
