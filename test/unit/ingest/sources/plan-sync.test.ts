import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  record,
  uniqueArray,
} from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { DocumentId } from '../../../../contract/ids.ts';
import type { SourceEntry } from '../../../../ingest/sources/connector.ts';
import { planSync, type KnownEntry } from '../../../../ingest/sources/plan-sync.ts';

function listed(path: string, fingerprint = '1', problem?: string): SourceEntry {
  return {
    path,
    fileName: path,
    fingerprint,
    size: null,
    problem: problem === undefined ? null : { code: 'source_unavailable', detail: problem },
  };
}

function knownPaths(paths: readonly string[]): ReadonlyMap<string, KnownEntry> {
  return new Map(
    paths.map((path) => [path, { documentId: DocumentId.parse(uuidv7()), fingerprint: '1' }]),
  );
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index}.md`);
}

const pathsIn = (list: readonly ({ path: string } | { entry: SourceEntry })[]) =>
  list.map((item) => ('entry' in item ? item.entry.path : item.path));

describe('planSync', () => {
  it('tells added, changed, unchanged, unreadable and gone apart', () => {
    const known = knownPaths(['same', 'edited', 'removed', 'locked']);
    const plan = planSync({
      known,
      listed: [
        listed('same'),
        listed('edited', '2'),
        listed('new'),
        listed('locked', '', 'no'),
        listed('broken', '', 'no'),
      ],
      allowsMassRetire: false,
    });
    expect(pathsIn(plan.added)).toEqual(['new']);
    expect(pathsIn(plan.changed)).toEqual(['edited']);
    expect(pathsIn(plan.unchanged)).toEqual(['same']);
    expect(pathsIn(plan.skipped)).toEqual(['locked', 'broken']);
    expect(plan.gone).toEqual([{ path: 'removed', documentId: known.get('removed')?.documentId }]);
    expect(plan.withheld).toBeNull();
  });

  it.each([
    ['an empty listing of one document', 1, 0, true],
    ['an empty listing of many', 40, 0, true],
    ['an empty listing of nothing known', 0, 0, false],
    ['six of ten gone', 10, 4, true],
    ['half of ten gone', 10, 5, false],
    ['eight of nine gone', 9, 1, false],
  ])('judges %s', (_name, knownCount, listedCount, isWithheld) => {
    const input = {
      known: knownPaths(names(knownCount)),
      listed: names(listedCount).map((path) => listed(path)),
    };
    const plan = planSync({ ...input, allowsMassRetire: false });
    const goneCount = knownCount - listedCount;
    expect(plan.withheld !== null).toBe(isWithheld);
    expect(plan.gone.length).toBe(isWithheld ? 0 : goneCount);
    expect(plan.withheld?.gone.length ?? goneCount).toBe(goneCount);
    const confirmed = planSync({ ...input, allowsMassRetire: true });
    expect([confirmed.gone.length, confirmed.withheld]).toEqual([goneCount, null]);
  });

  it('says why it withholds', () => {
    const plan = planSync({
      known: knownPaths(names(20)),
      listed: [listed('0.md')],
      allowsMassRetire: false,
    });
    expect(plan.withheld?.reason).toBe(
      '19 of 20 documents are gone from the source; retiring them needs confirmation.',
    );
  });

  it('counts an unreadable entry as there', () => {
    const plan = planSync({
      known: knownPaths(names(20)),
      listed: names(20).map((path) => listed(path, '', 'down')),
      allowsMassRetire: false,
    });
    expect([plan.skipped.length, plan.gone, plan.withheld]).toEqual([20, [], null]);
  });

  it('puts every path in exactly one list, and applying it reaches the listing', () => {
    const entries = uniqueArray(
      record({
        name: integer({ min: 0, max: 30 }),
        version: constantFrom('1', '2'),
        isBroken: boolean(),
      }),
      { selector: ({ name }) => name },
    );
    assert(
      property(array(integer({ min: 0, max: 30 })), entries, (knownNumbers, found) => {
        const known = knownPaths(knownNumbers.map(String));
        const entriesFound = found.map(({ name, version, isBroken }) =>
          listed(String(name), version, isBroken ? 'no' : undefined),
        );
        const plan = planSync({ known, listed: entriesFound, allowsMassRetire: true });
        const all = [
          ...pathsIn(plan.added),
          ...pathsIn(plan.changed),
          ...pathsIn(plan.unchanged),
          ...pathsIn(plan.skipped),
          ...pathsIn(plan.gone),
        ];
        expect(all.toSorted()).toEqual(
          [...new Set([...known.keys(), ...entriesFound.map(({ path }) => path)])].toSorted(),
        );
        for (const { entry } of plan.unchanged) {
          expect(known.get(entry.path)?.fingerprint).toBe(entry.fingerprint);
        }
      }),
    );
  });
});
