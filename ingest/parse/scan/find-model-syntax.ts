import type { CueHit } from './match-cues.ts';

/** What only the machinery around a model writes: turns of a chat, calls of a tool, pictures that carry data away. */
const SYNTAX: readonly Omit<CueHit, 'start' | 'end'>[] = [
  {
    code: 'chat_template',
    weight: 1,
    cue: String.raw`<\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|endofprompt)\|>`,
  },
  { code: 'chat_template', weight: 0.6, cue: String.raw`\[\/?inst\]` },
  { code: 'chat_template', weight: 1, cue: String.raw`<<\/?sys>>|<\/?(?:start|end)_of_turn>` },
  {
    code: 'chat_template',
    weight: 1,
    cue: String.raw`(?<=^|\n)[ \t>]{0,4}#{2,4} {0,2}(?:system|new instructions?|system prompt) ?:`,
  },
  { code: 'chat_template', weight: 0.6, cue: String.raw`<\/?system(?:[-_]?(?:prompt|message))?>` },
  {
    code: 'chat_template',
    weight: 0.5,
    cue: String.raw`(?<=^|\n)[ \t>]{0,4}(?:#{2,4} ?)?(?:system|assistant) ?: ?(?=you |ignore |from now|new |sure|i )`,
  },
  {
    code: 'tool_call',
    weight: 1,
    cue: String.raw`<\/?(?:tool_call|function_calls?|tool_use)>|<(?:antml:)?invoke name=`,
  },
  {
    code: 'tool_call',
    weight: 0.5,
    cue: String.raw`"(?:tool_calls?|function_call)" {0,3}:`,
  },
  {
    code: 'image_beacon',
    weight: 1,
    cue: String.raw`!\[[^\]\n]{0,100}\]\(https?:\/\/[^\s)]{1,200}\?[^\s)]{0,200}=(?:\{|\$|%7b|<|\[|\.\.\.)`,
  },
  {
    code: 'image_beacon',
    weight: 1,
    cue: String.raw`!\[[^\]\n]{0,100}\]\(https?:\/\/[^\s)]{1,200}\?(?:[^\s)]{0,100}&)?(?:data|secret|history|conversation|prompt|context|leak|exfil|chat|user_?(?:data|message|query))=`,
  },
];

const PATTERNS = SYNTAX.map((syntax) => ({ ...syntax, pattern: new RegExp(syntax.cue, 'g') }));
/** At least one of these is in every text with a match. */
const MARKS = /<\||<\/?[a-z_:<]{3}|\[\/?inst|##|!\[|"tool_call|"function_call|system|assistant/;

export function findModelSyntax(text: string): readonly CueHit[] {
  if (!MARKS.test(text)) return [];
  return PATTERNS.flatMap(({ pattern, ...hit }) =>
    Array.from(text.matchAll(pattern), (match) => ({
      ...hit,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}
