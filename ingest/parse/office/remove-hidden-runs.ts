import { decodeEntities } from './xml-entities.ts';

export interface HiddenRuns {
  /** The part without the runs. */
  readonly source: string;
  readonly vanished: string;
  readonly whiteOnWhite: string;
}

interface Run {
  readonly start: number;
  isVanished: boolean;
  isWhite: boolean;
  isShaded: boolean;
  text: string;
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** Where a pass over the tags of a part stands. */
interface Pass {
  readonly source: string;
  readonly hiddenStyles: ReadonlySet<string>;
  /** The open runs: one, or more where a run holds a text box. */
  readonly runs: Run[];
  readonly cuts: Cut[];
  isParagraphHidden: boolean;
  isParagraphShaded: boolean;
  /** The properties that are open: those of a run, or of a paragraph (which may hold its mark's). */
  properties: 'run' | 'paragraph' | null;
  /** How many tables and text boxes are open: their style or fill may stand behind the text. */
  groundCount: number;
  textStart: number;
  vanished: string;
  whiteOnWhite: string;
}

interface Tag {
  readonly name: string;
  readonly attributes: string;
  readonly isOpening: boolean;
  readonly isClosing: boolean;
  readonly start: number;
  readonly end: number;
}

const TAG =
  /<(\/?)w:(r|p|tbl|txbxContent|rPr|pPr|vanish|color|shd|highlight|rStyle|pStyle|t)(\s[^>]*?)?(\/?)>/g;

/**
 * Takes out of a part of a Word document the runs that nobody sees: those that are set to vanish, by
 * themselves or by a style, and white ones where nothing gives them another background (a shaded run or
 * paragraph, a table, a text box).
 */
export function removeHiddenRuns(source: string, hiddenStyles: ReadonlySet<string>): HiddenRuns {
  const pass: Pass = {
    source,
    hiddenStyles,
    runs: [],
    cuts: [],
    isParagraphHidden: false,
    isParagraphShaded: false,
    properties: null,
    groundCount: 0,
    textStart: -1,
    vanished: '',
    whiteOnWhite: '',
  };
  for (const match of source.matchAll(TAG)) {
    const [written, slash, name = '', attributes = '', empty] = match;
    readTag(pass, {
      name,
      attributes,
      isOpening: slash === '' && empty === '',
      isClosing: slash === '/',
      start: match.index,
      end: match.index + written.length,
    });
  }
  const { vanished, whiteOnWhite } = pass;
  return { source: cutOut(source, pass.cuts), vanished, whiteOnWhite };
}

function readTag(pass: Pass, tag: Tag): void {
  switch (tag.name) {
    case 'r':
      return tag.isClosing ? closeRun(pass, tag) : openRun(pass, tag);
    case 'p':
      pass.isParagraphHidden = false;
      pass.isParagraphShaded = false;
      return;
    case 'tbl':
    case 'txbxContent':
      pass.groundCount += Number(tag.isOpening) - Number(tag.isClosing);
      return;
    case 'pPr':
      pass.properties = tag.isOpening ? 'paragraph' : null;
      return;
    case 'rPr':
      if (pass.properties !== 'paragraph') pass.properties = tag.isOpening ? 'run' : null;
      return;
    case 't':
      return readText(pass, tag);
    default:
      if (pass.properties === 'paragraph') readParagraphProperty(pass, tag);
      else if (pass.properties === 'run') readRunProperty(pass, tag);
  }
}

function openRun(pass: Pass, tag: Tag): void {
  if (!tag.isOpening) return;
  pass.runs.push({
    start: tag.start,
    isVanished: pass.isParagraphHidden,
    isWhite: false,
    isShaded: pass.isParagraphShaded || pass.groundCount > 0,
    text: '',
  });
}

function closeRun(pass: Pass, tag: Tag): void {
  const run = pass.runs.pop();
  const isUnseen = run?.isVanished === true || (run?.isWhite === true && !run.isShaded);
  if (run === undefined || !isUnseen || run.text === '') return;
  if (run.isVanished) pass.vanished += `${run.text} `;
  else pass.whiteOnWhite += `${run.text} `;
  pass.cuts.push({ start: run.start, end: tag.end });
}

function readText(pass: Pass, tag: Tag): void {
  const run = pass.runs.at(-1);
  if (tag.isOpening) pass.textStart = tag.end;
  if (!tag.isClosing || run === undefined || pass.textStart < 0) return;
  run.text += decodeEntities(pass.source.slice(pass.textStart, tag.start));
}

/** The formatting of a paragraph's mark stands here, too, and says nothing about its runs. */
function readParagraphProperty(pass: Pass, { name, attributes }: Tag): void {
  if (name === 'pStyle') pass.isParagraphHidden ||= pass.hiddenStyles.has(valueOf(attributes));
  if (name === 'shd') pass.isParagraphShaded ||= isGround(attributes);
}

function readRunProperty(pass: Pass, { name, attributes }: Tag): void {
  const run = pass.runs.at(-1);
  if (run === undefined) return;
  const value = valueOf(attributes);
  if (name === 'vanish') run.isVanished = !['0', 'false', 'off'].includes(value);
  if (name === 'rStyle') run.isVanished ||= pass.hiddenStyles.has(value);
  if (name === 'color') run.isWhite = /^f[a-f\d]f[a-f\d]f[a-f\d]$/i.test(value);
  if (name === 'shd' || name === 'highlight') run.isShaded ||= isGround(attributes);
}

function valueOf(attributes: string): string {
  return /w:val="([^"]*)"/.exec(attributes)?.[1] ?? '';
}

/** The ids of the styles in `styles.xml` that make text vanish. */
export function readHiddenStyles(styles: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [style, attributes = ''] of styles.matchAll(
    /<w:style\s([^>]*)>[\s\S]*?<\/w:style>/g,
  )) {
    const id = /w:styleId="([^"]*)"/.exec(attributes)?.[1];
    if (id !== undefined && /<w:vanish(?:\s+w:val="(?:1|true|on)")?\s*\/>/.test(style)) ids.add(id);
  }
  return ids;
}

/** Whether a shading or a highlight gives text a background that is not white. */
function isGround(attributes: string): boolean {
  const fill = /w:fill="([^"]*)"/.exec(attributes)?.[1];
  if (fill !== undefined) return !['auto', 'ffffff'].includes(fill.toLowerCase());
  return !['none', 'white', 'clear'].includes(/w:val="([^"]*)"/.exec(attributes)?.[1] ?? 'none');
}

/** Removes the outermost of the cuts; a run may hold another in a text box. */
function cutOut(source: string, cuts: readonly Cut[]): string {
  if (cuts.length === 0) return source;
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end } of cuts.toSorted((one, other) => one.start - other.start)) {
    if (start < copied) continue;
    parts.push(source.slice(copied, start));
    copied = end;
  }
  return parts.join('') + source.slice(copied);
}
