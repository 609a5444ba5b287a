import type { Root, RootContent } from 'mdast';
import type { Finding } from '../../contract/finding.ts';
import { readHtmlTree } from './read-html.ts';
import { removeHiddenHtml } from './remove-hidden-html.ts';

/** Reports what raw HTML in a Markdown document hides from its reader: comments above all. */
export function findHiddenMarkdown(tree: Root): readonly Finding[] {
  const findings: Finding[] = [];
  const pending: RootContent[] = tree.children.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'html')
      findings.push(...removeHiddenHtml(readHtmlTree(node.value, { fragment: true })));
    if ('children' in node) for (const child of node.children.toReversed()) pending.push(child);
  }
  return findings;
}
