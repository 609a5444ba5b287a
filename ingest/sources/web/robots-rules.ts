/**
 * The rules of a robots.txt for one crawler, as RFC 9309 reads them: the groups that name it, else those
 * for `*`; the longest matching rule decides, and `allow` wins a tie.
 */
export type RobotsRules = readonly RobotsRule[];

interface RobotsRule {
  readonly isAllowed: boolean;
  /** As written, percent-encoded, with `*` and a final `$`. */
  readonly pattern: string;
}

/** What RFC 9309 asks a crawler to read at least. */
const MAX_ROBOTS_CHARS = 500 * 1024;

/** `product` is the crawler's name in lower case. */
export function parseRobots(text: string, product: string): RobotsRules {
  const own: RobotsRule[] = [];
  const general: RobotsRule[] = [];
  let agents: string[] = [];
  let isNamingAgents = false;
  let hasOwnGroup = false;
  for (const line of text.slice(0, MAX_ROBOTS_CHARS).split(/\r\n|\r|\n/u)) {
    const [field, value] = splitLine(line);
    if (field === 'user-agent') {
      if (!isNamingAgents) agents = [];
      isNamingAgents = true;
      agents.push(value.toLowerCase());
      hasOwnGroup ||= value.toLowerCase() === product;
    } else if (field === 'allow' || field === 'disallow') {
      isNamingAgents = false;
      if (value === '') continue;
      const rule = { isAllowed: field === 'allow', pattern: value };
      if (agents.includes(product)) own.push(rule);
      if (agents.includes('*')) general.push(rule);
    }
  }
  return hasOwnGroup ? own : general;
}

export function isAllowedByRobots(rules: RobotsRules, url: string): boolean {
  const { pathname, search } = new URL(url);
  const path = normalise(pathname + search);
  let longest = -1;
  let isAllowed = true;
  for (const rule of rules) {
    const pattern = normalise(rule.pattern);
    const isStronger =
      pattern.length > longest || (pattern.length === longest && rule.isAllowed && !isAllowed);
    if (!isStronger || !matches(pattern, path)) continue;
    longest = pattern.length;
    isAllowed = rule.isAllowed;
  }
  return isAllowed;
}

function splitLine(line: string): readonly [field: string, value: string] {
  const text = line.replace(/#.*$/u, '').replace(/^\uFEFF/u, '');
  const colon = text.indexOf(':');
  if (colon === -1) return ['', ''];
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
}

/** Greedy from left to right, in time linear in both: a pattern is foreign text, and no regular expression. */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$');
  const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split('*');
  const [head = '', ...rest] = parts;
  if (!path.startsWith(head)) return false;
  const tail = isAnchored ? rest.pop() : undefined;
  let position = head.length;
  for (const part of rest) {
    const found = path.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  if (!isAnchored) return true;
  if (tail === undefined) return position === path.length;
  return path.length - tail.length >= position && path.endsWith(tail);
}

/** The same octets in one spelling: unreserved characters plain, everything else percent-encoded. */
function normalise(text: string): string {
  return text
    .replace(/[^\x21-\x7e]+/gu, (run) => encodeURIComponent(run.toWellFormed()))
    .replace(/%[0-9a-f]{2}/giu, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[\w.~-]/u.test(character) ? character : code.toUpperCase();
    });
}
