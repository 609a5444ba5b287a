import { describe, expect, it } from 'vitest';
import { readPlaces } from '../../../../server/gold-sets/drafted-places.ts';

const drafted = {
  id: 'draft-1',
  template: 'definition',
  quote: 'A hotel may cost £185.',
  sources: ['travel.md'],
} as const;

describe('readPlaces', () => {
  it('knows the places of drafts, and what holds them or stands in them', () => {
    const { holds } = readPlaces([drafted]);
    expect(holds('travel.md', 'A hotel may cost £185.')).toBe(true);
    expect(holds('travel.md', 'may cost £185')).toBe(true);
    expect(holds('travel.md', '# Hotels\n\nA hotel may cost £185. Ask first.')).toBe(true);
    expect(holds('travel.md', 'A lunch may cost £15.')).toBe(false);
    expect(holds('lunch.md', 'A hotel may cost £185.')).toBe(false);
  });

  it('tells who wrote them apart', () => {
    const { holds } = readPlaces([drafted]);
    expect(holds('travel.md', drafted.quote, 'definition')).toBe(true);
    expect(holds('travel.md', drafted.quote, 'model')).toBe(false);
  });

  it('gives a place away once', () => {
    const { claim } = readPlaces([drafted]);
    expect(claim('travel.md', 'may cost £185')).toBe(false);
    expect(claim('travel.md', 'A lunch may cost £15.')).toBe(true);
    expect(claim('travel.md', 'A lunch may cost £15.')).toBe(false);
  });
});
