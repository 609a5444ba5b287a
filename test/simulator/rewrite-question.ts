import type { AnswerStyle } from './compose-answer.ts';

const FENCED = /^<<.*\n([\s\S]*?)\n.*>>$/gmu;
const USER_TURN = /^user: (.*)$/gmu;

/**
 * Where a prompt asks for the last question of a conversation by itself: that question after the one before it, or
 * something that nobody has spoken of in another style than the good one. Null for any other prompt.
 */
export function rewriteQuestion(prompt: string, style: AnswerStyle): string | null {
  if (!prompt.trimEnd().endsWith('Rewritten question:')) return null;
  const [conversation = '', question = ''] = [...prompt.matchAll(FENCED)].map(([, text]) => text);
  if (style === 'obedient') return conversation;
  if (style !== 'good') return 'Which 12 elephants crossed the Alps in winter?';
  const earlier = [...conversation.matchAll(USER_TURN)].at(-1)?.[1] ?? '';
  return `${earlier.replace(/[?.!\s]+$/u, '')}, ${question}`;
}
