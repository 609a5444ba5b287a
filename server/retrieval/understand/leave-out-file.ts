import { countTopicWords } from './lean-on-history.ts';
import { findFileNames } from './read-filters.ts';

/** What says before a file's name that the answer is to come from it: “…, as stated in the file”, “What does”. */
const LEADS_IN =
  /(?:\b(?:what\s+)?(?:do|does|did)\s+(?:the\s+(?:file|document)\s+)?|[,;]?\s*\b(?:as\s+)?(?:according\s+to|(?:(?:said|stated|written|look|search|stands?)\s+)?(?:only\s+)?(?:in|from))\s+(?:the\s+(?:file|document)\s+)?)?["“„'‘]?$/iu;
/** The same behind it: “say about”, “states that”. */
const LEADS_ON =
  /^["”’']?(?:\s+(?:says?|states?)\b(?:\s+(?:about|of|on|regarding|that)\b)?|\s*[,:])?\s*/iu;

/**
 * What a text asks beside the name of the file to look in, as no chunk of a file need hold the file's name. Where
 * it asks nothing else, the words of the name are the topic.
 */
export function leaveOutFile(text: string, name: string): string {
  const named = findFileNames(text).find(([found]) => found.toLowerCase() === name);
  if (named === undefined) return text;
  const before = text.slice(0, named.index).replace(LEADS_IN, '');
  const behind = text.slice(named.index + named[0].length).replace(LEADS_ON, '');
  const rest = join([before, behind]);
  const asked = countTopicWords(rest) > 0 ? rest : join([before, wordsOf(name), behind]);
  return asked === '' ? text : asked;
}

function wordsOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base.slice(0, base.lastIndexOf('.')).replaceAll(/[._-]+/gu, ' ');
}

/** Punctuation at the end stays at the word before it. */
function join(texts: readonly string[]): string {
  const parts = texts.map((text) => text.trim()).filter((text) => text !== '');
  return parts.join(' ').replaceAll(/\s+(?=[?.!,;]+(?:\s|$))/gu, '');
}
