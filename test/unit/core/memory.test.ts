import { describe, expect, it } from 'vitest';
import { createMemory, rememberByText } from '../../../core/memory.ts';

describe('a memory', () => {
  it('forgets what has not been asked for, and stays within its room', () => {
    const memory = createMemory<number>(10);
    memory.keep('used', 0, 1);
    for (let key = 1; key <= 100; key += 1) {
      memory.keep(String(key), key, 1);
      expect(memory.find('used')).toBe(0);
    }
    const kept = Array.from({ length: 100 }, (_, key) => memory.find(String(key + 1)));
    expect(kept.filter((value) => value !== undefined).length).toBeLessThan(10);
    expect(kept.at(-1)).toBe(100);
    expect(kept[0]).toBeUndefined();
  });

  it('keeps nothing for which there is no room', () => {
    const memory = createMemory<string>(10);
    memory.keep('small', 'a', 1);
    memory.keep('large', 'b', 100);
    expect(memory.find('large')).toBeUndefined();
    expect(memory.find('small')).toBe('a');
  });
});

describe('a function that remembers by text', () => {
  it('reads each text once, also one of which it makes nothing', () => {
    const read: string[] = [];
    const remembering = rememberByText(100, (text) => {
      read.push(text);
      return text === '' ? undefined : text.length;
    });
    expect(['abc', '', 'abc', ''].map(remembering)).toEqual([3, undefined, 3, undefined]);
    expect(read).toEqual(['abc', '']);
  });

  it('reads a text anew that it has forgotten', () => {
    let reads = 0;
    const remembering = rememberByText(4, () => (reads += 1));
    remembering('a');
    for (const text of ['b', 'c', 'd', 'e', 'f']) remembering(text);
    expect(remembering('a')).toBe(7);
  });
});
