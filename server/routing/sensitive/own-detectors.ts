import type { SensitiveConfig } from '../../../contract/sensitive-config.ts';
import type { Detector } from './detector.ts';

/** What the configuration says of numbers of employees: they need no word beside them. */
export function createOwnDetectors({ employee_ids: ids }: SensitiveConfig): readonly Detector[] {
  return ids.map(({ pattern, classification }) => {
    const source = Array.from(pattern, toSource).join('');
    return {
      type: 'employee_id',
      classification,
      score: 0.9,
      minDigits: 0,
      pattern: new RegExp(`(?<![A-Za-z0-9])${source}(?![A-Za-z0-9])`, 'gi'),
      mayOccur: new RegExp(source, 'i'),
      isValid: () => true,
    };
  });
}

function toSource(character: string): string {
  if (character === '#') return String.raw`\d`;
  if (character === '@') return '[A-Za-z]';
  return character.replace(/[./-]/, String.raw`\$&`);
}
