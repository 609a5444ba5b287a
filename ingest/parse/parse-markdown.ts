import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { parse as parseYaml } from 'yaml';
import type { Finding } from '../../contract/finding.ts';
import { decodeText } from './decode-text.ts';
import { findHiddenMarkdown } from './find-hidden-markdown.ts';
import { carryFindings } from './hidden-text.ts';
import { appendMarkdownBlocks, inlineText } from './markdown-blocks.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { refuseDeepMarkdown } from './refuse-deep-markdown.ts';
import { splitMarkdown } from './split-markdown.ts';
import { createTextBuilder } from './text-builder.ts';

type FrontMatter = Readonly<Record<string, unknown>>;

/** Above it CommonMark's parser, at about 150 bytes a character, would outgrow the child's memory. */
const MAX_PORTION_CHARS = 1_000_000;

/** CommonMark with GitHub's tables and lists; YAML front matter gives the title and is no part of the text. */
export function parseMarkdown(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const source = decodeText(bytes);
  refuseDeepMarkdown(source);
  const builder = createTextBuilder(limits);
  const findings: Finding[] = [];
  let front: FrontMatter | null = null;
  let firstHeading: string | null = null;
  for (const [index, portion] of splitMarkdown(source).entries()) {
    if (portion.length > MAX_PORTION_CHARS) throw tooLong(portion);
    const tree = readMarkdownTree(portion);
    appendMarkdownBlocks(builder, tree);
    findings.push(...findHiddenMarkdown(tree));
    if (index === 0) front = readFrontMatter(tree);
    firstHeading ??= readFirstHeading(tree);
  }
  return {
    parser: PARSER_VERSIONS['text/markdown'],
    title: titleOf(front) ?? firstHeading,
    pageCount: null,
    ...builder.finish(),
    ...carryFindings(findings),
    ...(front === null ? {} : { frontMatter: front }),
  };
}

function readMarkdownTree(source: string): Root {
  return fromMarkdown(source, {
    extensions: [gfm(), frontmatter()],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown()],
  });
}

function readFirstHeading(tree: Root): string | null {
  const heading = tree.children.find((node) => node.type === 'heading' && node.depth === 1);
  const title = heading?.type === 'heading' ? inlineText(heading.children) : '';
  return title === '' ? null : title;
}

/** Front matter that is not valid YAML, or no record, is left alone: the document itself can still be read. */
function readFrontMatter(tree: Root): FrontMatter | null {
  const node = tree.children[0];
  if (node?.type !== 'yaml') return null;
  try {
    const value: unknown = parseYaml(node.value);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function titleOf(front: FrontMatter | null): string | null {
  const title = front?.['title'];
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : null;
}

function isRecord(value: unknown): value is FrontMatter {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLong(portion: string): ParseRefusal {
  const line = portion.slice(0, 60).trim();
  return new ParseRefusal(
    'too_large',
    `The Markdown holds a block of ${portion.length.toLocaleString('en')} characters without a break (it begins "${line}"). Send it as plain text, or part it by blank lines.`,
  );
}
