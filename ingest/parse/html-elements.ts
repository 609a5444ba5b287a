import type { Element, ElementContent, RootContent } from 'hast';
import { collapseSpaces } from './inline-writer.ts';

export type HtmlNode = RootContent | ElementContent;

const NEVER_CONTENT = new Set(
  'head script style template noscript svg iframe object canvas audio video button select input textarea nav dialog'.split(
    ' ',
  ),
);
/** Around the whole page these are its frame; within an article they belong to it. */
const PAGE_FRAME = new Set(['header', 'footer', 'aside']);
const FRAME_ROLES = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'search',
  'complementary',
  'menu',
  'dialog',
]);
/** The names that consent tools and themes give their banners. */
const CONSENT_BANNER =
  /(?:^|[\s_-])(?:onetrust|cybotcookiebot|didomi|usercentrics|(?:cookies?|consent|gdpr)[_-]?(?:banner|bar|notice|popup|modal|dialog|overlay|consent|law|message))/i;
const BLOCK_ELEMENTS = new Set(
  'address article aside body center dd details div dl dt fieldset figcaption figure footer form header hgroup html legend li main p section summary table'.split(
    ' ',
  ),
);

export function isBlockElement(element: Element): boolean {
  return BLOCK_ELEMENTS.has(element.tagName);
}

/** Whether an element is hidden, is no text, or is the frame of the page rather than its content. */
export function isSkipped(element: Element, isInArticle: boolean): boolean {
  if (isFrameOrTool(element, isInArticle)) return true;
  const properties = element.properties;
  if (properties['hidden'] !== undefined && properties['hidden'] !== false) return true;
  const style = attributeOf(element, 'style').replace(/\s/g, '').toLowerCase();
  return /(?:^|;)(?:display:none|visibility:hidden)/.test(style);
}

/** Whether an element is there for the working of the page: scripts, fields, navigation, consent banners. */
export function isFrameOrTool(element: Element, isInArticle: boolean): boolean {
  if (NEVER_CONTENT.has(element.tagName)) return true;
  if (!isInArticle && PAGE_FRAME.has(element.tagName)) return true;
  if (attributeOf(element, 'ariaHidden') === 'true') return true;
  if (FRAME_ROLES.has(attributeOf(element, 'role'))) return true;
  return CONSENT_BANNER.test(`${attributeOf(element, 'id')} ${attributeOf(element, 'className')}`);
}

export function attributeOf(element: Element, name: string): string {
  const value = element.properties[name];
  return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

export function isElement(node: HtmlNode, ...tagNames: readonly string[]): node is Element {
  return node.type === 'element' && (tagNames.length === 0 || tagNames.includes(node.tagName));
}

export function childElements(element: Element, ...tagNames: readonly string[]): Element[] {
  return element.children.filter((child) => isElement(child, ...tagNames)).filter(isElementNode);
}

/** The first element of that name in document order, in a walk that needs no stack. */
export function findElement(root: { readonly children: readonly HtmlNode[] }, tagName: string) {
  return findElements(root, tagName)[0] ?? null;
}

export function findElements(
  root: { readonly children: readonly HtmlNode[] },
  tagName: string,
): readonly Element[] {
  const found: Element[] = [];
  const pending: HtmlNode[] = root.children.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type !== 'element') continue;
    if (node.tagName === tagName) found.push(node);
    // A spread of a hundred thousand children would overflow the stack.
    for (const child of node.children.toReversed()) pending.push(child);
  }
  return found;
}

/** The text of an element on one line; items of lists in it are parted by commas. */
export function textOnOneLine(element: Element): string {
  const parts: string[] = [];
  gatherText(element, parts);
  return collapseSpaces(parts.join('').replace(/[\s]+/g, ' ')).replace(/ , /g, ', ');
}

/** The text of preformatted elements, with its line breaks and indentation. */
export function preformattedText(element: Element): string {
  return element.children
    .map((child) => {
      if (child.type === 'text') return child.value;
      if (child.type !== 'element') return '';
      return child.tagName === 'br' ? '\n' : preformattedText(child);
    })
    .join('');
}

function gatherText(element: Element, parts: string[]): void {
  for (const child of element.children) {
    if (child.type === 'text') parts.push(child.value);
    if (child.type !== 'element' || isSkipped(child, true)) continue;
    if (child.tagName === 'img') parts.push(attributeOf(child, 'alt'));
    if (child.tagName === 'br') parts.push(' ');
    gatherText(child, parts);
    if (child.tagName === 'li' && child !== element.children.findLast(isElementNode))
      parts.push(' , ');
    else if (isBlockElement(child)) parts.push(' ');
  }
}

function isElementNode(node: HtmlNode): node is Element {
  return node.type === 'element';
}
