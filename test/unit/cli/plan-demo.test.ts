import { describe, expect, it } from 'vitest';
import { DEMO_APPS, planDemo } from '../../../cli/demo/plan-demo.ts';
import { readDemo } from '../../../cli/demo/read-demo.ts';

const texts = await readDemo();

function plan(seed: number) {
  return planDemo(texts, { count: 600, seed, models: ['auto', 'one'] });
}

describe('planDemo', () => {
  it('draws the same steps for the same seed and others for another', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it('plans as many steps as are wanted, half of them before the notices change', () => {
    const { before, after } = plan(1);
    expect([before.length, after.length]).toEqual([300, 300]);
  });

  it('has every kind of call, every app and every model in it', () => {
    const { before, after } = plan(1);
    const steps = [...before, ...after];
    const asked = steps.filter((step) => step.kind === 'ask');
    expect(new Set(steps.map(({ kind }) => kind)).size).toBe(4);
    expect(new Set(asked.map(({ app }) => app)).size).toBe(DEMO_APPS.length);
    expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(['auto', 'one']));
    expect(asked.some(({ isStreamed }) => isStreamed)).toBe(true);
    expect(asked.some(({ feedback }) => feedback?.rating === 'down')).toBe(true);
  });

  it('asks about notices before and after they change', () => {
    const changing = texts.notices.filter(({ after }) => after !== null);
    const questions = new Set(changing.flatMap((notice) => notice.questions));
    const { before, after } = plan(1);
    for (const half of [before, after]) {
      const about = half.filter((step) => step.kind === 'ask' && questions.has(step.question));
      expect(about.length).toBeGreaterThan(10);
    }
  });
});
