import { describe, expect, it } from 'vitest';
import { embeddedText } from '../../../core/embedded-text.ts';

describe('embeddedText', () => {
  it('joins title, heading path and text', () => {
    const chunk = { headingPath: ['Leave', 'Days'], text: 'Days\n\n25.' };
    expect(embeddedText(chunk, 'Handbook')).toBe('Handbook\nLeave > Days\nDays\n\n25.');
  });

  it('does not repeat a title that opens the heading path', () => {
    expect(embeddedText({ headingPath: ['Leave'], text: '25.' }, 'Leave')).toBe('Leave\n25.');
  });
});
