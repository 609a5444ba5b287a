import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../cli/check-integrity.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { sha256Hex } from '../../../platform/hash.ts';

function hashed(record: object) {
  const sha256 = sha256Hex(canonicalJson(record));
  return { ...record, integrity: { sha256, canonicalization: 'RFC 8785', intact: true } };
}

const wellFormed = fc.string({ unit: 'grapheme' });

describe('checkIntegrity', () => {
  it('finds a record intact whatever the order of its members', () => {
    const trace = hashed({ a: [1, 'ü'], b: { c: null } });
    const reordered: unknown = Object.fromEntries(Object.entries(trace).toReversed());
    expect(checkIntegrity(reordered).isIntact).toBe(true);
  });

  it('finds every change of a text', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (before, after) => {
        fc.pre(before !== after);
        const changed = { ...hashed({ answer: before }), answer: after };
        expect(checkIntegrity(changed).isIntact).toBe(false);
      }),
    );
  });

  it('finds a member that was added', () => {
    expect(checkIntegrity({ ...hashed({ a: 1 }), b: 2 })).toMatchObject({ isIntact: false });
  });

  it('believes the server when it reports altered bytes', () => {
    const trace = hashed({ a: 1 });
    const altered = { ...trace, integrity: { ...trace.integrity, intact: false } };
    expect(checkIntegrity(altered).detail).toContain('ALTERED');
  });

  it('reports a record without a hash', () => {
    expect(checkIntegrity({ a: 1 })).toEqual({
      isIntact: false,
      detail: 'The trace carries no hash.',
    });
  });

  it('reports a record that has no canonical form', () => {
    const trace = { ...hashed({ a: 1 }), a: '\uD800' };
    expect(checkIntegrity(trace).detail).toContain('lone surrogate');
  });
});
