import type { ChunkChange, TextChange, VersionDiff } from '../../contract/version-diff.ts';
import type { Colors } from '../terminal.ts';
import { formatPlace } from './facts.ts';
import { printable, printableLine } from './printable.ts';

/** How much of what stayed is shown on either side of a change. */
const CONTEXT_CHARS = 60;

/** What changed between two versions: the counts, then each chunk with its words. */
export function renderDiff(diff: VersionDiff, colors: Colors): string {
  const { kept, ...changed } = diff.counts;
  const counts = Object.entries(changed)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  const head = `Version ${diff.from.version} → ${diff.to.version}: ${[...counts, `${kept} kept`].join(', ')}.`;
  return [head, ...diff.changes.map((change) => renderChange(change, colors))].join('\n\n');
}

function renderChange(change: ChunkChange, colors: Colors): string {
  const chunk = change.to ?? change.from;
  const place = chunk === null ? '' : printableLine(formatPlace(chunk));
  const head = colors.bold(`${change.kind}${place === '' ? '' : `: ${place}`}`);
  return `${head}\n${renderWords(change.words, colors)}`;
}

/** Removed and added words in colour; off a terminal as `[-removed-]` and `{+added+}`. */
export function renderWords(words: readonly TextChange[], colors: Colors): string {
  return words.map((word, index) => renderWord(word, edgeOf(words, index), colors)).join('');
}

type Edge = 'first' | 'last' | 'only' | 'between';

function edgeOf(words: readonly TextChange[], index: number): Edge {
  if (words.length === 1) return 'only';
  if (index === 0) return 'first';
  return index === words.length - 1 ? 'last' : 'between';
}

function renderWord({ op, text }: TextChange, edge: Edge, colors: Colors): string {
  const shown = printable(text);
  if (op === 'equal') return shorten(shown, edge);
  if (!colors.isColorSupported) return op === 'insert' ? `{+${shown}+}` : `[-${shown}-]`;
  return op === 'insert' ? colors.green(shown) : colors.red(colors.strikethrough(shown));
}

/** What stayed is shown next to changes only. */
function shorten(text: string, edge: Edge): string {
  const before = edge === 'first' ? '' : text.slice(0, CONTEXT_CHARS).toWellFormed();
  const after = edge === 'last' || edge === 'only' ? '' : text.slice(-CONTEXT_CHARS).toWellFormed();
  return text.length <= 2 * CONTEXT_CHARS ? text : `${before} … ${after}`;
}
