/** Signs that a sentence asks for something rather than being what it is asked about. */
const SIGNS: readonly (readonly [RegExp, number])[] = [
  [/\?["')\]]?\s*$/, 2],
  [/:\s*$/, 1],
  [
    /^\W*(?:(?:please|now|then|next|first|and|so|can you|could you|would you|will you|i want you to|your (?:task|job) is to) )?(?:answer|analy[sz]e|assign|categori[sz]e|choose|classify|combine|complete|compose|condense|consider|convert|decide|describe|determine|draft|explain|extract|fill|find|generate|give|identify|judge|label|list|make|name|note|output|pick|predict|produce|provide|rate|read|recap|refer|rephrase|reply|respond|return|rewrite|say|select|shorten|solve|sort|state|suggest|sum up|summari[sz]e|tag|tell|think|translate|use|write)\b/i,
    2,
  ],
  [
    /\b(?:following|above|below|given|provided|based on|according to|previous|preceding|hint|background)\b/i,
    1,
  ],
  [
    /\b(?:question|answer|text|passage|article|paragraph|document|story|review|comment|sentence|context|category|categories|options?|choices?|title|headline|summary|label|sentiment|rating|topic|response)s?\b/i,
    1,
  ],
  [/\b(?:you|your)\b/i, 0.5],
];
const MIN_SIGNS = 2;
const MAX_SEGMENTS = 4;
const MAX_WORDS = 40;
/** Of each end of the text this much is looked at: instructions stand around a text, not inside it. */
const EDGE_CHARS = 900;
const EDGE_SEGMENTS = 4;

/**
 * The sentences of a long input that say what is to be done; the rest is the text that it is to be done with. Always at
 * least the first and the last.
 */
export function findInstructions(text: string): readonly string[] {
  const segments = splitEdges(text);
  const scored = segments.map((segment, at) => ({ at, segment, score: scoreSegment(segment) }));
  const chosen = scored
    .filter(({ score }) => score >= MIN_SIGNS)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, MAX_SEGMENTS);
  const picked =
    chosen.length > 0 ? chosen : scored.filter(({ at }) => at === 0 || at === scored.length - 1);
  return picked
    .toSorted((left, right) => left.at - right.at)
    .map(({ at, segment }) => trimWords(segment, at === segments.length - 1));
}

/** The first and the last sentences of a text, those of a short one each once. */
function splitEdges(text: string): readonly string[] {
  if (text.length <= 2 * EDGE_CHARS) {
    const all = splitSegments(text);
    return all.filter((_, at) => at < EDGE_SEGMENTS || at >= all.length - EDGE_SEGMENTS);
  }
  return [
    ...splitSegments(text.slice(0, EDGE_CHARS)).slice(0, EDGE_SEGMENTS),
    ...splitSegments(text.slice(-EDGE_CHARS)).slice(-EDGE_SEGMENTS),
  ];
}

function splitSegments(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?]["')]?)\s+(?=["'(]?[A-Z])/)
    .map((segment) => segment.trim())
    .filter((segment) => /\p{L}/u.test(segment));
}

function scoreSegment(segment: string): number {
  return SIGNS.reduce((sum, [sign, weight]) => (sign.test(segment) ? sum + weight : sum), 0);
}

function trimWords(segment: string, isLast: boolean): string {
  // Words are at least two characters apart.
  if (segment.length < 2 * MAX_WORDS) return segment;
  const words = segment.split(/\s+/);
  if (words.length <= MAX_WORDS) return segment;
  return (isLast ? words.slice(-MAX_WORDS) : words.slice(0, MAX_WORDS)).join(' ');
}
