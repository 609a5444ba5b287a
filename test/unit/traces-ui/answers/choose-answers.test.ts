import { describe, expect, it } from 'vitest';
import { MAX_REASKED_ANSWERS } from '../../../../contract/stale-answer.ts';
import { MAX_CHOSEN, toggleChoice } from '../../../../traces-ui/src/answers/choose-answers.ts';

describe('choosing answers', () => {
  it('allows as many as the contract lets be asked anew at once', () => {
    expect(MAX_CHOSEN).toBe(MAX_REASKED_ANSWERS);
    const full = Array.from({ length: MAX_CHOSEN }, (_, index) => `trace ${index}`);
    expect(toggleChoice(full, 'one more', true)).toEqual(full);
  });

  it('adds one once and takes it away again', () => {
    const chosen = toggleChoice(toggleChoice(['a'], 'b', true), 'b', true);
    expect(chosen).toEqual(['a', 'b']);
    expect(toggleChoice(chosen, 'a', false)).toEqual(['b']);
  });
});
