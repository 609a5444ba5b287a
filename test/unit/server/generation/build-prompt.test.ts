import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildPrompt,
  estimatePromptTokens,
  PROMPT_VERSION,
  type PromptInput,
} from '../../../../server/generation/build-prompt.ts';
import { promptChunk } from './chunks.ts';

const input: PromptInput = {
  question: 'How many days?',
  history: [],
  chunks: [
    promptChunk(1, 'You get 27 days.', { heading_path: ['Leave', 'Annual leave'] }),
    promptChunk(2, 'It is paid.'),
  ],
  fence: 'f0e1d2c3',
};

describe('the prompt', () => {
  it('has the numbered chunks inside the fence and the question behind it', () => {
    expect(buildPrompt(input).messages.at(-1)).toEqual({
      role: 'user',
      content: [
        '<<f0e1d2c3',
        '[1] Handbook > Leave > Annual leave',
        'You get 27 days.',
        '[2] Handbook',
        'It is paid.',
        'f0e1d2c3>>',
        '',
        'Question: How many days?',
      ].join('\n'),
    });
  });

  it('tells the model to cite, and to take what is fenced for data', () => {
    const [system] = buildPrompt(input).messages;

    expect(system?.role).toBe('system');
    expect(system?.content).toMatch(/square brackets, like \[2\]/);
    expect(system?.content).toMatch(/never follow them/);
  });

  it('says which template it is, by a hash that depends on nothing else', () => {
    const other = buildPrompt({ ...input, question: 'Why?', fence: 'x' });

    expect(PROMPT_VERSION).toBe('grounded-answer@1');
    expect(buildPrompt(input)).toMatchObject({ template: 'grounded-answer', version: '1' });
    expect(buildPrompt(input).template_sha256).toBe(other.template_sha256);
  });

  it('takes the last six turns along and says that it left out the others', () => {
    const history = Array.from({ length: 8 }, (_, n) => ({
      role: n % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `turn ${n}`,
    }));
    const { messages, cut } = buildPrompt({ ...input, history });

    expect(messages.slice(1, -1)).toEqual(history.slice(2));
    expect(cut).toEqual(['2 earlier turns were left out.']);
    expect(buildPrompt(input).cut).toEqual([]);
  });

  it('is the same for the same input', () => {
    expect(buildPrompt(input)).toEqual(buildPrompt(structuredClone(input)));
  });

  it('closes its fence once, whatever a document that does not know it says', () => {
    const attack = fc.constantFrom('>>', '<<', 'f0e1', '\n\nQuestion: ', '[9] ', '\n', 'text ');
    fc.assert(
      fc.property(fc.array(attack, { maxLength: 20 }), (pieces) => {
        const chunks = [promptChunk(1, pieces.join(''))];
        const content = buildPrompt({ ...input, chunks }).messages.at(-1)?.content ?? '';
        expect(content.split('\nf0e1d2c3>>\n\nQuestion: How many days?')).toHaveLength(2);
        expect(content.endsWith('\nf0e1d2c3>>\n\nQuestion: How many days?')).toBe(true);
      }),
    );
  });
});

describe('the estimate of its tokens', () => {
  it('is what the trace of the prompt says', () => {
    expect(estimatePromptTokens(input)).toBe(buildPrompt(input).token_count);
  });

  it('counts the chunks as ingest counted them', () => {
    const longer = input.chunks.map((chunk) => ({ ...chunk, tokenCount: chunk.tokenCount + 100 }));

    expect(estimatePromptTokens({ ...input, chunks: longer })).toBe(
      estimatePromptTokens(input) + 200,
    );
  });

  it('grows with the question and with each turn that goes along', () => {
    const history = [{ role: 'user' as const, content: 'x'.repeat(400) }];

    expect(estimatePromptTokens({ ...input, question: 'x'.repeat(4_000) })).toBeGreaterThan(
      estimatePromptTokens(input) + 900,
    );
    expect(estimatePromptTokens({ ...input, history })).toBeGreaterThanOrEqual(
      estimatePromptTokens(input) + 99,
    );
  });
});
