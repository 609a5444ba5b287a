import type { Element, Root } from 'hast';
import { zipSync, type Zippable } from 'fflate';
import mammoth from 'mammoth';
import type { Finding } from '../../contract/finding.ts';
import { DOCX_MIME } from '../../core/file-extensions.ts';
import { messageOf } from '../../platform/errors.ts';
import { carryFindings, reportHiddenText } from './hidden-text.ts';
import { appendHtmlBlocks } from './html-blocks.ts';
import { attributeOf, findElement, findElements, textOnOneLine } from './html-elements.ts';
import {
  type OfficeFormat,
  type OfficeParts,
  unpackOfficeText,
  unreadableOffice,
} from './office/unpack-office-text.ts';
import { readHiddenStyles, removeHiddenRuns } from './office/remove-hidden-runs.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { readHtmlTree } from './read-html.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from './parsed-document.ts';
import { createTextBuilder } from './text-builder.ts';

const FORMAT: OfficeFormat = {
  name: 'a Word document',
  application: 'Word',
  textPart: /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/,
};
/** The parts whose text becomes text of the document. */
const BODY_PART = /^word\/(?:document\d*|footnotes|endnotes)\.xml$/;
/** Word's own styles beside the headings, which mammoth knows. */
const STYLE_MAP = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
];

/** Styles, lists, tables and notes by way of HTML; pictures and everything outside the file are left out. */
export async function parseDocx(bytes: Uint8Array, limits: ParseLimits): Promise<ParsedDocument> {
  const parts = unpackOfficeText(bytes, FORMAT, limits);
  const { visible, findings } = withoutHiddenText(parts);
  const tree = readHtmlTree(await convertToHtml(repack(visible)), { fragment: true });
  spellOutNotes(tree);
  const builder = createTextBuilder(limits);
  appendHtmlBlocks(builder, tree, { isInArticle: true });
  const heading = findElement(tree, 'h1');
  const title = heading === null ? '' : textOnOneLine(heading);
  return {
    parser: PARSER_VERSIONS[DOCX_MIME],
    title: title === '' ? null : title,
    pageCount: null,
    ...builder.finish(),
    ...carryFindings(findings),
  };
}

/** The parts without the text that Word does not show, and what that text was. */
function withoutHiddenText(parts: OfficeParts): {
  readonly visible: OfficeParts;
  readonly findings: readonly Finding[];
} {
  const visible = new Map(parts);
  const findings: Finding[] = [];
  const styles = parts.get('word/styles.xml');
  const hiddenStyles = readHiddenStyles(styles === undefined ? '' : decodeUtf8(styles));
  for (const [name, content] of parts) {
    if (!BODY_PART.test(name)) continue;
    const { source, vanished, whiteOnWhite } = removeHiddenRuns(decodeUtf8(content), hiddenStyles);
    if (vanished === '' && whiteOnWhite === '') continue;
    visible.set(name, new TextEncoder().encode(source));
    findings.push(
      ...reportHiddenText({
        code: 'hidden_run',
        detail: 'Text is formatted as hidden; it was left out.',
        text: vanished,
      }),
      ...reportHiddenText({
        code: 'same_color',
        detail: 'Text is white on white; it was left out.',
        text: whiteOnWhite,
      }),
    );
  }
  return { visible, findings };
}

function decodeUtf8(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}

/** Without compression, for the reader of Word documents, which takes archives only. */
function repack(parts: OfficeParts): Uint8Array {
  if (![...parts.keys()].some((name) => /^word\/document\d*\.xml$/.test(name)))
    throw unreadableOffice(FORMAT, 'it holds no word/document.xml');
  const files: Zippable = {};
  for (const [name, content] of parts) files[name] = [content, { level: 0 }];
  return zipSync(files);
}

async function convertToHtml(archive: Uint8Array): Promise<string> {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    const result = await mammoth.convertToHtml(
      { buffer },
      {
        styleMap: STYLE_MAP,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      },
    );
    return result.value;
  } catch (error) {
    throw new ParseRefusal(
      'unreadable',
      `The Word document could not be read: ${messageOf(error)}. Open it in Word and save it again.`,
    );
  }
}

/** A bare `[1]` in the text would read like a citation, so a reference becomes `(note 1)`. */
function spellOutNotes(tree: Root): void {
  for (const anchor of findElements(tree, 'a')) {
    const target = attributeOf(anchor, 'href');
    if (/^#(?:foot|end)note-ref-/.test(target)) anchor.children = [];
    else if (/^#(?:foot|end)note-/.test(target)) replaceText(anchor, noteText(anchor));
  }
}

function noteText(anchor: Element): string {
  return ` (note ${textOnOneLine(anchor).replace(/^\[|\]$/g, '')})`;
}

function replaceText(element: Element, value: string): void {
  element.children = [{ type: 'text', value }];
}
