import { declaredEncoding } from './declared-encoding.ts';
import { decodeText } from './decode-text.ts';
import { findDeclaration } from './find-declaration.ts';
import type { ParsedDocument, ParseLimits } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { createTextBuilder } from './text-builder.ts';

interface Section {
  /** What the section's first line of code declares, or null before the first declaration. */
  readonly name: string | null;
  readonly lines: readonly string[];
}

/** Comments, decorators, attributes and annotations, which belong to what stands below them. */
const LEADING = /^(?:\/\/|\/\*|\*| \*|#|--|;|@|"""|'''|\[\w)/;

/**
 * Code of any language, line by line as it is written: a section for each declaration at the left margin,
 * with the comment above it, and in it a block for each stretch between blank lines that begins there.
 */
export function parseSource(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const builder = createTextBuilder(limits);
  const text = decodeText(bytes, declaredEncoding(bytes));
  for (const section of splitSections(text.split('\n'))) {
    if (section.name !== null) builder.append({ kind: 'heading', level: 1, text: section.name });
    for (const block of splitBlocks(section.lines)) builder.append({ kind: 'code', text: block });
  }
  return {
    parser: PARSER_VERSIONS['text/x-source'],
    title: null,
    pageCount: null,
    ...builder.finish(),
  };
}

function splitSections(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = [];
  let name: string | null = null;
  let start = 0;
  for (const [index, line] of lines.entries()) {
    const declared = findDeclaration(line);
    if (declared === null || (declared === name && isOverload(lines, index))) continue;
    const from = startOfLead(lines, index, start);
    if (from > start || name !== null) sections.push({ name, lines: lines.slice(start, from) });
    name = declared;
    start = from;
  }
  sections.push({ name, lines: lines.slice(start) });
  return sections;
}

/** The same name again right below: an overload, or the two halves of a definition. */
function isOverload(lines: readonly string[], index: number): boolean {
  return lines[index - 1]?.trim() !== '';
}

/** Where the comment and the decorators directly above a declaration begin. */
function startOfLead(lines: readonly string[], declaration: number, floor: number): number {
  let start = declaration;
  while (start > floor && LEADING.test(lines[start - 1] ?? '')) start -= 1;
  return start;
}

function splitBlocks(lines: readonly string[]): readonly string[] {
  const blocks: string[][] = [[]];
  let wasBlank = false;
  for (const line of lines) {
    const isBlank = line.trim() === '';
    if (wasBlank && !isBlank && /^[^\s)}\]]/.test(line)) blocks.push([]);
    blocks.at(-1)?.push(line);
    wasBlank = isBlank;
  }
  return blocks.map((block) => block.join('\n'));
}
