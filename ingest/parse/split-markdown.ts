/** Up to this length a document is parsed whole; CommonMark's parser needs about 150 bytes a character. */
const PORTION_CHARS = 60_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}\s/;
const DEFINITION = /^ {0,3}\[[^\]^][^\]]*\]:\s*\S/;
const BLOCK_START = /^[^\s>|#*+\-\d]/;

/**
 * Cuts a long document in portions that can be parsed one by one: before a heading, or else before a
 * paragraph, never inside a fenced block. Each portion gets the link definitions of the whole; only a
 * footnote that is defined in another portion keeps its marker.
 */
export function splitMarkdown(source: string): readonly string[] {
  if (source.length <= PORTION_CHARS) return [source];
  const portions: string[] = [];
  const definitions: string[] = [];
  let lines: string[] = [];
  let length = 0;
  let fence: string | null = null;
  let wasBlank = true;
  for (const line of source.split('\n')) {
    const isHeading = HEADING.test(line) && length > PORTION_CHARS / 2;
    const isParagraph = wasBlank && BLOCK_START.test(line) && length > PORTION_CHARS;
    if (fence === null && (isHeading || isParagraph)) {
      portions.push(lines.join('\n'));
      lines = [];
      length = 0;
    }
    if (fence === null && DEFINITION.test(line)) definitions.push(line);
    fence = fenceAfter(fence, line);
    wasBlank = line.trim() === '';
    lines.push(line);
    length += line.length + 1;
  }
  portions.push(lines.join('\n'));
  return portions.map((portion) => [portion, '', ...definitions].join('\n'));
}

/** The marker that opened the fenced block in which the next line stands, or null outside of one. */
function fenceAfter(fence: string | null, line: string): string | null {
  const marker = FENCE.exec(line)?.[1];
  if (marker === undefined) return fence;
  if (fence === null) return marker;
  const closes = marker.startsWith(fence) && line.trim() === marker;
  return closes ? null : fence;
}
