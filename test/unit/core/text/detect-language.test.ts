import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../../core/text/detect-language.ts';

describe('the language of a question', () => {
  it.each([
    ['How much may a hotel in the capital cost per night?', 'en'],
    ['Who approves my expenses?', 'en'],
    ['Wie viele Urlaubstage habe ich im Jahr?', 'de'],
    ['Was muss ich bei der Kündigung beachten?', 'de'],
    ['Combien de jours de congé ai-je dans une année ?', 'fr'],
    ['¿Cuántos días de vacaciones hay en el año?', 'es'],
    ['Quanti giorni di ferie sono previsti per il personale?', 'it'],
    ['Quantos dias de férias há em um ano e quem os aprova?', 'pt'],
    ['Hoeveel dagen verlof heb ik en wie moet het goedkeuren?', 'nl'],
    ['年次有給休暇は何日ですか。', 'ja'],
    ['연차 휴가는 며칠입니까?', 'ko'],
    ['年假有多少天？', 'zh'],
    ['Πόσες ημέρες άδειας έχω;', 'el'],
  ])('%s is %s', (question, language) => {
    expect(detectLanguage(question)).toBe(language);
  });

  it.each([
    'Carer leave',
    'HR-114',
    'no',
    '12 + 7',
    '',
    'Сколько дней отпуска?',
    'كم عدد أيام الإجازة؟',
    'der the la',
  ])('of "%s" is not told', (question) => {
    expect(detectLanguage(question)).toBeNull();
  });

  it('is that of the words around a name in other letters', () => {
    expect(detectLanguage('What is the address of the office in 東京?')).toBe('en');
  });
});
