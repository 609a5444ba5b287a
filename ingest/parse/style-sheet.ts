import type { Element, Root } from 'hast';
import { attributeOf, findElements } from './html-elements.ts';
import { readDeclarations, type Declaration, type Style } from './inline-style.ts';

/** What the `<style>` elements of a page and its style attributes say, as far as it is plain. */
export interface StyleSheet {
  readonly styleOf: (element: Element) => Style;
  /** Whether what was not read may set a background. */
  readonly mayColorUnread: boolean;
}

interface Rule {
  readonly tag: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
  readonly declarations: readonly Declaration[];
  /** Of two rules that set the same, the one with the higher weight counts, then the later. */
  readonly weight: number;
}

/** More is the work of a framework, and none of it is about this text. */
const MAX_RULES = 2_000;
const MAX_SHEET_CHARS = 500_000;
const SIMPLE_SELECTOR = /^(?<tag>[a-z][\w-]*|\*)?(?<rest>(?:[.#][\w-]+)*)$/i;
/** Holds for everybody who looks at a screen; what other conditions hold for is not known. */
const PLAIN_MEDIA = /^@media\s+(?:all|screen)$/i;

const ID_WEIGHT = 10_000;
const CLASS_WEIGHT = 100;
const INLINE_WEIGHT = 100_000_000;
const IMPORTANT_WEIGHT = 1_000_000_000;

/**
 * Reads rules whose selectors name an element, classes and an id; combined selectors, states and conditions
 * are not read. Takes time in proportion to the sheets.
 */
export function readStyleSheet(tree: Root): StyleSheet {
  const css = findElements(tree, 'style').map(textOf).join('\n').slice(0, MAX_SHEET_CHARS);
  const { rules, unread } = readRules(css);
  const byKey = groupByKey(rules);
  return {
    styleOf: (element) => {
      const keys = [attributeOf(element, 'id'), ...classesOf(element), element.tagName, '*'];
      const matching = keys
        .flatMap((key) => byKey.get(key) ?? [])
        .filter((rule) => isMatch(rule, element));
      return cascade(matching, readDeclarations(attributeOf(element, 'style')));
    },
    mayColorUnread: unread.some((block) => /background/i.test(block)),
  };
}

function groupByKey(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byKey = new Map<string, Rule[]>();
  for (const rule of rules) {
    const key = rule.id ?? rule.classes[0] ?? rule.tag ?? '*';
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [rule]);
    else known.push(rule);
  }
  return byKey;
}

function readRules(css: string): {
  readonly rules: readonly Rule[];
  readonly unread: readonly string[];
} {
  const rules: Rule[] = [];
  const unread: string[] = [];
  for (const { prelude, body } of readBlocks(css)) {
    if (body.includes('{') || prelude.startsWith('@')) {
      unread.push(body);
      continue;
    }
    const declarations = readDeclarations(body);
    for (const selector of prelude.split(',')) {
      const rule = readSelector(selector.trim(), declarations);
      if (rule === null || rules.length >= MAX_RULES) unread.push(body);
      else rules.push(rule);
    }
  }
  return { rules, unread };
}

interface StyleBlock {
  /** What stands before the brace. */
  readonly prelude: string;
  readonly body: string;
}

/** The outermost blocks, and those within a plain condition. The end of a sheet closes what is open. */
function* readBlocks(source: string): Generator<StyleBlock> {
  const css = source.replace(/\/\*.*?(?:\*\/|$)/gs, ' ').replace(/<!--|-->/g, ' ');
  const mark = /[{};]/g;
  let start = 0;
  for (let found = mark.exec(css); found !== null; found = mark.exec(css)) {
    const prelude = css.slice(start, found.index).trim();
    start = found.index + 1;
    if (found[0] !== '{' || PLAIN_MEDIA.test(prelude)) continue;
    const end = findClose(css, start);
    yield { prelude, body: css.slice(start, end) };
    start = end + 1;
    mark.lastIndex = start;
  }
}

function findClose(css: string, start: number): number {
  const brace = /[{}]/g;
  brace.lastIndex = start;
  let depth = 1;
  for (let found = brace.exec(css); found !== null; found = brace.exec(css)) {
    depth += found[0] === '{' ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return css.length;
}

function readSelector(selector: string, declarations: readonly Declaration[]): Rule | null {
  const groups = SIMPLE_SELECTOR.exec(selector)?.groups;
  if (groups === undefined || selector === '') return null;
  const parts = groups['rest']?.match(/[.#][\w-]+/g) ?? [];
  const ids = parts.filter((part) => part.startsWith('#')).map((part) => part.slice(1));
  const classes = parts.filter((part) => part.startsWith('.')).map((part) => part.slice(1));
  const tag = groups['tag']?.toLowerCase() ?? null;
  const weight =
    ids.length * ID_WEIGHT + classes.length * CLASS_WEIGHT + (tag === null || tag === '*' ? 0 : 1);
  return { tag, id: ids[0] ?? null, classes, declarations, weight };
}

function isMatch({ tag, id, classes }: Rule, element: Element): boolean {
  if (tag !== null && tag !== '*' && tag !== element.tagName) return false;
  if (id !== null && id !== attributeOf(element, 'id')) return false;
  const own = classesOf(element);
  return classes.every((name) => own.includes(name));
}

function cascade(rules: readonly Rule[], inline: readonly Declaration[]): Style {
  const style = new Map<string, string>();
  const weights = new Map<string, number>();
  const apply = (declarations: readonly Declaration[], base: number): void => {
    for (const { property, value, isImportant } of declarations) {
      const weight = base + (isImportant ? IMPORTANT_WEIGHT : 0);
      if (weight < (weights.get(property) ?? 0)) continue;
      weights.set(property, weight);
      style.set(property, value);
    }
  };
  for (const { declarations, weight } of rules) apply(declarations, weight);
  apply(inline, INLINE_WEIGHT);
  return style;
}

function classesOf(element: Element): readonly string[] {
  const names = attributeOf(element, 'className');
  return names === '' ? [] : names.split(/\s+/);
}

function textOf(element: Element): string {
  return element.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
}
