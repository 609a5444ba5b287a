import { XMLParser } from 'fast-xml-parser';
import { decodeEntities } from './xml-entities.ts';

/** An element by its local name; attributes keep their prefix (`r:id` is not `id`). */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

const ATTRIBUTES = ':@';
const TEXT = '#text';
/** Nested groups of shapes go deep, but not this deep; what walks the tree may recurse. */
const MAX_DEPTH = 256;

/**
 * Reads a part of an Office file. Throws an Error that names what is wrong with it: Office parts have no
 * document type, so none is read and no entity but XML's own is known.
 */
export function parseXml(source: string): XmlElement {
  if (source.includes('<!DOCTYPE')) throw new Error('it declares a document type');
  const root = parseFragment(source).find((node) => typeof node !== 'string');
  if (root === undefined) throw new Error('it holds no XML');
  return root;
}

/** Whether a part ends with the element that it begins with; the parser itself forgives what is missing. */
export function isWhole(source: string): boolean {
  const closing = /<\/([^<>\s]+)\s*>\s*(?:<!--[\s\S]*?-->\s*)*$/.exec(source.slice(-1_000))?.[1];
  const opening = /<([^\s?!>/]+)/.exec(source)?.[1];
  return closing === undefined ? /\/>\s*$/.test(source.slice(-1_000)) : closing === opening;
}

/** Reads a stretch of elements that stand side by side. */
function parseFragment(source: string): XmlElement['children'] {
  // A parser keeps state between documents, so each gets its own.
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: false,
    maxNestedTags: MAX_DEPTH,
  });
  const nodes: unknown = parser.parse(source);
  return childrenOf(nodes);
}

export function attributeOf(element: XmlElement, name: string): string | null {
  return element.attributes[name] ?? null;
}

/** Whether an attribute is on: `1` or `true`. */
export function isOn(element: XmlElement, name: string): boolean {
  return ['1', 'true', 'on'].includes(element.attributes[name] ?? '');
}

export function elementsOf(
  element: XmlElement,
  ...names: readonly string[]
): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && (names.length === 0 || names.includes(child.name)),
  );
}

/** The element at the end of a path of names, or null where one is missing. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | null {
  let current: XmlElement | null = element;
  for (const name of path) {
    if (current === null) return null;
    current = elementsOf(current, name)[0] ?? null;
  }
  return current;
}

export function descendantsOf(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendantsOf(child, name),
  ]);
}

export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('');
}

/** What the parser makes of ordered XML: a list of `{name: children, ':@': attributes}` and `{'#text': text}`. */
function childrenOf(nodes: unknown): XmlElement['children'] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown): (XmlElement | string)[] => {
    if (typeof node !== 'object' || node === null) return [];
    const fields = Object.entries(node);
    const text = fields.find(([name]) => name === TEXT)?.[1];
    if (text !== undefined) return [decodeEntities(String(text))];
    const element = fields.find(([name]) => name !== ATTRIBUTES);
    if (element === undefined) return [];
    const attributes = fields.find(([name]) => name === ATTRIBUTES)?.[1];
    return [
      {
        name: localName(element[0]),
        attributes: attributesOf(attributes),
        children: childrenOf(element[1]),
      },
    ];
  });
}

function attributesOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, word]) => [name, decodeEntities(String(word))]),
  );
}

function localName(name: string): string {
  return name.trim().slice(name.indexOf(':') + 1);
}
