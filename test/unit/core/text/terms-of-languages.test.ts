import { describe, expect, it } from 'vitest';
import { Language } from '../../../../contract/language.ts';
import { extractTermOccurrences, extractTerms } from '../../../../core/text/terms.ts';

describe('words of a language', () => {
  it.each([
    ['de', 'Kündigungsfristen', 'Kündigungsfrist'],
    ['de', 'Häuser', 'Haus'],
    ['de', 'Straßen', 'STRASSE'],
    ['fr', 'congés', 'congé'],
    ['fr', 'remboursées', 'rembourser'],
    ['es', 'trabajadores', 'trabajador'],
    ['es', 'solicitudes', 'solicitud'],
    ['it', 'rimborsi', 'rimborso'],
    ['nl', 'vergoedingen', 'vergoeding'],
    ['pt', 'trabalhadores', 'trabalhador'],
    ['sv', 'ersättningarna', 'ersättning'],
  ] as const)('in %s bring %s and %s to one stem', (language, left, right) => {
    expect(extractTerms(left, language)).toEqual(extractTerms(right, language));
    expect(extractTerms(left, language)).toHaveLength(1);
  });

  it.each([
    ['de', 'Wie viele Tage Urlaub habe ich im Jahr?', ['tag', 'urlaub', 'jahr']],
    ['fr', "Combien de jours de congé pour l'employé ?", ['jour', 'cong', 'emploi']],
    ['es', '¿Cuántos días de vacaciones tengo?', ['dias', 'vacacion']],
    ['it', "Quanti giorni di ferie ha l'operaio?", ['giorn', 'fer', 'operai']],
    ['nl', 'Hoeveel vakantiedagen heb ik?', ['vakantiedag']],
    ['pt', 'Quantos dias de férias tenho?', ['dias', 'fer']],
    ['sv', 'Hur många semesterdagar har jag?', ['semesterdag']],
  ] as const)('in %s drop those that carry no topic: %s', (language, question, terms) => {
    expect([...extractTerms(question, language)].toSorted()).toEqual([...terms].toSorted());
  });

  it.each(Language.options)('leave numbers and identifiers alike in %s', (language) => {
    const text = 'VPN-4031 2.4.1 1,500 HR_12 payroll@bank.example';
    const plain = (terms: readonly string[]) => terms.filter((term) => /\d/u.test(term));
    expect(plain(extractTerms(text, language))).toEqual(plain(extractTerms(text)));
  });

  it('are cut out of the text where they stand', () => {
    const text = 'Die Kündigungsfrist beträgt drei Monate.';
    const found = extractTermOccurrences(text, 'de').map(({ charStart, charEnd }) =>
      text.slice(charStart, charEnd),
    );
    expect(found).toEqual(['Kündigungsfrist', 'beträgt', 'drei', 'Monate']);
  });

  it('with accents of their own or composed of two characters are one', () => {
    expect(extractTerms('congés'.normalize('NFD'), 'fr')).toEqual(extractTerms('congés', 'fr'));
  });
});
