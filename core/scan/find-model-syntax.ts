import type { CueHit } from './match-cues.ts';

interface Syntax extends Omit<CueHit, 'start' | 'end'> {
  /** Stands in every text with a match, and is quickly looked for. */
  readonly mark: string;
}

/** What only the machinery around a model writes: turns of a chat, calls of a tool, pictures that carry data away. */
const SYNTAX: readonly Syntax[] = [
  {
    code: 'chat_template',
    weight: 1,
    mark: '<|',
    cue: String.raw`<\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|endofprompt)\|>`,
  },
  { code: 'chat_template', weight: 0.6, mark: 'inst]', cue: String.raw`\[\/?inst\]` },
  {
    code: 'chat_template',
    weight: 1,
    mark: '>',
    cue: String.raw`<<\/?sys>>|<\/?(?:start|end)_of_turn>`,
  },
  {
    code: 'chat_template',
    weight: 1,
    mark: '##',
    cue: String.raw`(?<=^|\n)[ \t>]{0,4}#{2,4} {0,2}(?:system|new instructions?|system prompt) ?:`,
  },
  {
    code: 'chat_template',
    weight: 0.6,
    mark: 'system',
    cue: String.raw`<\/?system(?:[-_]?(?:prompt|message))?>`,
  },
  {
    code: 'chat_template',
    weight: 0.5,
    mark: ':',
    cue: String.raw`(?<=^|\n)[ \t>]{0,4}(?:#{2,4} ?)?(?:system|assistant) ?: ?(?=you |ignore |from now|new |sure|i )`,
  },
  {
    code: 'tool_call',
    weight: 1,
    mark: '<',
    cue: String.raw`<\/?(?:tool_call|function_calls?|tool_use)>|<(?:antml:)?invoke name=`,
  },
  {
    code: 'tool_call',
    weight: 0.5,
    mark: '_call',
    cue: String.raw`"(?:tool_calls?|function_call)" {0,3}:`,
  },
  {
    code: 'image_beacon',
    weight: 1,
    mark: '![',
    cue: String.raw`!\[[^\]\n]{0,100}\]\(https?:\/\/[^\s)?]{1,200}\?[^\s)]{0,200}=(?:\{|\$|%7b|<|\[|\.\.\.)`,
  },
  {
    code: 'image_beacon',
    weight: 1,
    mark: '![',
    cue: String.raw`!\[[^\]\n]{0,100}\]\(https?:\/\/[^\s)?]{1,200}\?(?:[^\s)]{0,100}&)?(?:data|secret|history|conversation|prompt|context|leak|exfil|chat|user_?(?:data|message|query))=`,
  },
];

const PATTERNS = SYNTAX.map(({ mark, ...syntax }) => ({
  mark,
  hit: syntax,
  pattern: new RegExp(syntax.cue, 'g'),
}));

/** Looks through a text in lower case. */
export function findModelSyntax(text: string): readonly CueHit[] {
  const hits: CueHit[] = [];
  for (const { mark, pattern, hit } of PATTERNS) {
    if (!text.includes(mark)) continue;
    for (const { index: start, 0: found } of text.matchAll(pattern)) {
      hits.push({ ...hit, start, end: start + found.length });
    }
  }
  return hits;
}
