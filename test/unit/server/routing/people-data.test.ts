import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../platform/load-config.ts';
import { detectSensitive } from '../../../../server/routing/detect-sensitive.ts';
import { readSignals } from '../../../../server/routing/read-signals.ts';
import { createOwnDetectors } from '../../../../server/routing/sensitive/own-detectors.ts';
import type { Message } from '../../../../contract/retrieval.ts';

function found(text: string): readonly (readonly [string, string])[] {
  return detectSensitive(text).entities.map((entity) => [
    entity.type,
    text.slice(entity.char_start, entity.char_end),
  ]);
}

describe('a postal address', () => {
  it.each([
    ['Send it to 221B Baker Street, please.', '221B Baker Street'],
    ['He lives at 14 N. Cedar Hill Ave now.', '14 N. Cedar Hill Ave'],
    ['Lieferung an Mariahilfer Straße: Lindengasse 12a.', 'Lindengasse 12a'],
    ['Nous sommes au 12 bis, rue de la Paix.', 'rue de la Paix'],
    ['Vive en Calle Mayor 45, Madrid.', 'Calle Mayor 45'],
    ['Post an Postfach 1044.', 'Postfach 1044'],
    ['My new address is 48 Oak Hollow.', '48 Oak Hollow'],
  ])('is found in: %s', (text, address) => {
    expect(found(text)).toContainEqual(['postal_address', address]);
  });

  it.each([
    'Is the branch on the high street open at 9?',
    'Which street has 12 shops?',
    'In 2024 Annual Leave was 27 days.',
    'Page 12 Appendix B lists the fees.',
    'How do I address 3 people at once?',
  ])('is not seen in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('health of a person', () => {
  it.each([
    ['I was diagnosed with epilepsy, do I tell my manager?', 'diagnosed with'],
    ['My depression got worse: how long is sick pay?', 'depression'],
    ['Ms Okafor is pregnant, when does her leave begin?', 'pregnant'],
    ['Jordan Smith has cancer and needs time off.', 'cancer'],
    ['How much leave does she get after chemotherapy?', 'chemotherapy'],
  ])('is found in: %s', (text, what) => {
    expect(found(text)).toContainEqual(['health_of_person', what]);
    expect(detectSensitive(text).classification).toBe('confidential');
  });

  it.each([
    'Does the health plan cover chemotherapy?',
    'How much leave does a pregnant employee get?',
    'How many sick days do I get?',
    'Can I work from home when I have a cold?',
    'What does the policy say of burn-out?',
  ])('is not seen where health or a person stands alone: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('an employee number of the configuration', () => {
  const own = (...ids: readonly object[]) =>
    createOwnDetectors(
      parseConfig(JSON.stringify({ sensitive: { employee_ids: ids } }), 'test.yaml').sensitive,
    );

  it('is found as it is written, without a word that says what it is', () => {
    const detectors = own(
      { pattern: 'E-@@###' },
      { pattern: '77.####', classification: 'restricted' },
    );
    const text = 'What may e-xy123 see, and 77.0042?';
    const { entities, classification } = detectSensitive(text, detectors);

    expect(entities.map((one) => text.slice(one.char_start, one.char_end))).toEqual([
      'e-xy123',
      '77.0042',
    ]);
    expect(entities.map(({ type }) => type)).toEqual(['employee_id', 'employee_id']);
    expect(classification).toBe('restricted');
  });

  it('is not found within something longer, or where a dot would stand for anything', () => {
    const detectors = own({ pattern: '77.####' });
    for (const text of ['7700042', '177.0042', '77.00421', '77-0042']) {
      expect(detectSensitive(`What of ${text}?`, detectors).entities).toEqual([]);
    }
  });

  it.each(['E##', '(a+)+###', '.*###', 'E####  ', '#'.repeat(41)])(
    'may not be written as %s',
    (pattern) => {
      expect(() => own({ pattern })).toThrow(/employee_ids/);
    },
  );
});

describe('a value that is split across turns', () => {
  const said = (...texts: readonly string[]): Message[] =>
    texts.map((content) => ({ role: 'user', content }));
  const sensitivityOf = (history: readonly Message[], question: string) =>
    readSignals(question, history).sensitivity;

  it.each([
    [['My card is 4111 1111'], '1111 1111 and I was charged twice.', '1111 1111'],
    [['It begins with 4111 1111.'], 'And it ends with 1111 1111, right?', '1111 1111'],
    [['4111', '1111 1111'], '1111', '1111'],
    [['The account is DE89 3704 0044'], '0532 0130 00', '0532 0130 00'],
  ])('is found, with its place in the question: %j, then %s', (turns, question, part) => {
    const { value, entities } = sensitivityOf(said(...turns), question);
    expect(value).toBe('restricted');
    expect(entities.map((one) => question.slice(one.char_start, one.char_end))).toContain(part);
  });

  it('counts where both turns are over', () => {
    const { value, entities } = sensitivityOf(
      said('My card is 4111 1111', '1111 1111 is the rest'),
      'Where do I complain?',
    );
    expect({ value, entities }).toEqual({ value: 'restricted', entities: [] });
  });

  it('is not made of what an assistant said, nor of numbers that fit no checksum', () => {
    const assistant: Message[] = [{ role: 'assistant', content: 'The ticket is 4111 1111' }];
    expect(sensitivityOf(assistant, '1111 1111').value).toBe('public');
    expect(sensitivityOf(said('The first ticket is 4111 1111'), '1111 1112').value).toBe('public');
    expect(sensitivityOf(said('I need 12 days'), '14 days, I mean').value).toBe('public');
  });
});
