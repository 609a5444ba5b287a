import type { Comment, Element, Root } from 'hast';
import type { Finding } from '../../contract/finding.ts';
import { reportHiddenText } from './hidden-text.ts';
import {
  attributeOf,
  findElements,
  type HtmlNode,
  isElement,
  isFrameOrTool,
  textOnOneLine,
} from './html-elements.ts';
import {
  areAlike,
  type Color,
  isTransparent,
  readColor,
  type Style,
  WHITE,
} from './inline-style.ts';
import { readStyleSheet, type StyleSheet } from './style-sheet.ts';

/** Text that shares one reason to be unseen. */
interface Concealment {
  readonly code: string;
  readonly reason: string;
  readonly texts: string[];
}

interface Sight {
  readonly color: Color | null;
  /** Null where a style sheet or a picture may have set it. */
  readonly background: Color | null;
  readonly byColor: Concealment | null;
  readonly bySize: Concealment | null;
  readonly isInArticle: boolean;
}

/** A comment of fewer words is a marker for a program. */
const MIN_COMMENT_WORDS = 5;
const NO_SIZE = /^0(?:\.0*)?(?:px|pt|em|rem|%|vh|vw)?$/;
const ONE_PIXEL = /^[01](?:\.\d*)?px$/;
const EMPTY_PATH =
  /^(?:inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%\s*\)|circle\(\s*0(?:px|%)?\s*(?:at\b.*)?\))$/;
const FAR_OFF = /^-\d{4,}(?:\.\d+)?(?:px|em|rem|pt)?$|^-\d{3,}(?:\.\d+)?(?:em|rem|vw|vh|%)$/;

/**
 * Takes out of a tree what a reader of the page does not see by its own markup and plain style rules
 * (comments, hidden elements, text of no size, in the colour of its background, or off the page) and reports
 * what had words. Sheets of other files are not read. Navigation, scripts and the frame of the page are left for the reader of blocks.
 */
export function removeHiddenHtml(tree: Root): readonly Finding[] {
  const found: Concealment[] = [];
  const sheet = readStyleSheet(tree);
  const hasUnreadStyles = sheet.mayColorUnread || findElements(tree, 'link').some(isStyleSheet);
  const start: Sight = {
    color: null,
    background: hasUnreadStyles ? null : WHITE,
    byColor: null,
    bySize: null,
    isInArticle: false,
  };
  const pending: { readonly parent: Root | Element; readonly sight: Sight }[] = [
    { parent: tree, sight: start },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { parent, sight } = next;
    const visible: HtmlNode[] = [];
    for (const child of parent.children) {
      const inner = judge(child, sight, { sheet, found });
      if (inner === 'hidden') continue;
      visible.push(child);
      if (inner !== 'whole' && isElement(child)) pending.push({ parent: child, sight: inner });
    }
    if (visible.length < parent.children.length) replaceChildren(parent, visible);
  }
  return found.flatMap(({ code, reason, texts }) =>
    reportHiddenText({
      code,
      detail: `Text ${reason}; it was left out.`,
      text: texts.join(' '),
    }),
  );
}

/** What becomes of a node: it goes, it stays as it is, or its children are looked at. */
function judge(
  node: HtmlNode,
  sight: Sight,
  { sheet, found }: { readonly sheet: StyleSheet; readonly found: Concealment[] },
): 'hidden' | 'whole' | Sight {
  if (node.type === 'comment') return judgeComment(node, found);
  if (node.type === 'text') {
    const concealment = sight.byColor ?? sight.bySize;
    if (concealment === null || node.value.trim() === '') return 'whole';
    concealment.texts.push(node.value);
    return 'hidden';
  }
  if (!isElement(node) || isFrameOrTool(node, sight.isInArticle)) return 'whole';
  const style = sheet.styleOf(node);
  const reason = reasonOf(node, style);
  if (reason === null) return look(node, style, { sight, found });
  found.push({ ...reason, texts: [textOnOneLine(node)] });
  return 'hidden';
}

function judgeComment(comment: Comment, found: Concealment[]): 'hidden' {
  const words = comment.value.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  const isForBrowser = /^\[if |^<!\[endif|^\s*(?:google|ko |\/ko|wp:|\/wp:)/i.test(comment.value);
  if (words.length >= MIN_COMMENT_WORDS && !isForBrowser)
    found.push({ code: 'html_comment', reason: 'stands in a comment', texts: [comment.value] });
  return 'hidden';
}

function reasonOf(
  element: Element,
  style: Style,
): { readonly code: string; readonly reason: string } | null {
  const hidden = element.properties['hidden'];
  if (hidden !== undefined && hidden !== false && hidden !== null)
    return { code: 'hidden_element', reason: 'has the attribute hidden' };
  if (style.get('display') === 'none')
    return { code: 'hidden_element', reason: 'is set to display: none' };
  if (style.get('visibility') === 'hidden' || style.get('visibility') === 'collapse')
    return { code: 'hidden_element', reason: 'is set to visibility: hidden' };
  if (/^0(?:\.0*)?%?$/.test(style.get('opacity') ?? ''))
    return { code: 'transparent', reason: 'is transparent' };
  if (isClipped(style)) return { code: 'clipped', reason: 'is clipped to nothing' };
  return isOffPage(style) ? { code: 'off_page', reason: 'is placed off the page' } : null;
}

function isClipped(style: Style): boolean {
  const isPlaced = ['absolute', 'fixed'].includes(style.get('position') ?? '');
  const clip = style.get('clip') ?? '';
  if (isPlaced && (clip.match(/-?\d*\.?\d+/g) ?? []).length === 4 && isEmptyRectangle(clip))
    return true;
  if (EMPTY_PATH.test(style.get('clip-path') ?? '')) return true;
  if (/\bscale(?:3d)?\(\s*0\s*[,)]/.test(style.get('transform') ?? '')) return true;
  const hidesRest = ['overflow', 'overflow-y', 'overflow-x'].some((property) =>
    /hidden|clip/.test(style.get(property) ?? ''),
  );
  const sizes = ['height', 'width'].map((side) => style.get(side) ?? '');
  return (
    hidesRest &&
    (sizes.some((size) => NO_SIZE.test(size)) || sizes.every((size) => ONE_PIXEL.test(size)))
  );
}

/** `rect(top, right, bottom, left)`: nothing is seen where its sides meet. */
function isEmptyRectangle(clip: string): boolean {
  const [top = 0, right = 0, bottom = 0, left = 0] = Array.from(
    clip.matchAll(/-?\d*\.?\d+/g),
    Number,
  );
  return top >= bottom || left >= right;
}

function isOffPage(style: Style): boolean {
  if (FAR_OFF.test(style.get('text-indent') ?? '')) return true;
  const isPlaced = ['absolute', 'fixed'].includes(style.get('position') ?? '');
  return (
    isPlaced &&
    ['left', 'top', 'right', 'bottom'].some((side) => FAR_OFF.test(style.get(side) ?? ''))
  );
}

/** What an element changes about how the text in it is seen. */
function look(
  element: Element,
  style: Style,
  { sight, found }: { readonly sight: Sight; readonly found: Concealment[] },
): Sight {
  const isInArticle = sight.isInArticle || ['main', 'article'].includes(element.tagName);
  const size = style.get('font-size');
  const bySize = size === undefined ? sight.bySize : concealBySize(size, found);
  const ownColor = style.get('color') ?? attributeOf(element, 'color');
  const ownBackground =
    style.get('background-color') ?? style.get('background') ?? attributeOf(element, 'bgColor');
  if (ownColor === '' && ownBackground === '' && !style.has('background-image'))
    return { ...sight, bySize, isInArticle };
  const color = ownColor === '' ? sight.color : readColor(ownColor);
  const hasPicture = (style.get('background-image') ?? 'none') !== 'none';
  const shown = ownBackground === '' ? sight.background : readBackground(ownBackground, sight);
  const background = hasPicture ? null : shown;
  const isUnseen =
    isTransparent(ownColor) ||
    (color !== null && background !== null && areAlike(color, background));
  const byColor = isUnseen ? (sight.byColor ?? concealByColor(found)) : null;
  return { color, background, byColor, bySize, isInArticle };
}

/** A background that is no plain colour hides nothing that can be known. */
function readBackground(value: string, sight: Sight): Color | null {
  const isSeenThrough =
    ['none', 'inherit', 'unset', 'initial'].includes(value) || isTransparent(value);
  return isSeenThrough ? sight.background : readColor(value);
}

function concealBySize(size: string, found: Concealment[]): Concealment | null {
  if (!/^0(?:\.0*)?(?:px|pt|em|rem|%)?$/.test(size)) return null;
  const concealment = { code: 'zero_size', reason: 'has a font size of 0', texts: [] };
  found.push(concealment);
  return concealment;
}

function concealByColor(found: Concealment[]): Concealment {
  const concealment = {
    code: 'same_color',
    reason: 'has the colour of its background',
    texts: [],
  };
  found.push(concealment);
  return concealment;
}

function isStyleSheet(link: Element): boolean {
  return attributeOf(link, 'rel').toLowerCase().includes('stylesheet');
}

/** The nodes are some of the parent's own children, so they may stand where they stood. */
function replaceChildren(parent: Root | Element, visible: readonly HtmlNode[]): void {
  const kept = new Set(visible);
  if (parent.type === 'root') parent.children = parent.children.filter((child) => kept.has(child));
  else parent.children = parent.children.filter((child) => kept.has(child));
}
