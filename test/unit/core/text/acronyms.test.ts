import { describe, expect, it } from 'vitest';
import { findAcronyms, isAcronym } from '../../../../core/text/acronyms.ts';

describe('a short form that a text defines', () => {
  it.each([
    [
      'All staff wear Personal Protective Equipment (PPE) at the depot.',
      'PPE',
      'Personal Protective Equipment',
    ],
    ['Ask the data protection officer (DPO) first.', 'DPO', 'data protection officer'],
    ['Every DPO (data protection officer) keeps a register.', 'DPO', 'data protection officer'],
    ['The Bureau of Land and Water (BLW) decides.', 'BLW', 'Bureau of Land and Water'],
    ['Two Service Level Agreements (SLAs) apply.', 'SLA', 'Service Level Agreements'],
    ['Research & Development (R&D) has a budget.', 'R&D', 'Research & Development'],
    ['The Hypertext Transfer Protocol (HTTP) is old.', 'HTTP', 'Hypertext Transfer Protocol'],
    [
      'Report on ESG (Environmental, Social and Governance) each year.',
      'ESG',
      'Environmental, Social and Governance',
    ],
    ['Vendors use a Virtual Private Network (VPN).', 'VPN', 'Virtual Private Network'],
  ])('stands for the words beside it: %s', (text, acronym, longForm) => {
    expect(findAcronyms(text)).toEqual([{ acronym, longForm }]);
  });

  it.each([
    'The form (PDF) is on the portal.',
    'Costs rose (see annex B) in May.',
    'He left (EU) yesterday.',
    'Send it to Anna (HR).',
    'The manager decides (no appeal).',
    'Read the code of the VPN (VPN-4031, certificate light red) first.',
    'The VPN (VPN private networks) is slow.',
    'Restart the LAN (lamp at night, then again) twice.',
    'Call the desk about errors like route 17, pins and numbers (RPN).',
    'Ask for data. Salaries are paid (DSP).',
    '',
  ])('is none where the letters do not fit: %s', (text) => {
    expect(findAcronyms(text)).toEqual([]);
  });

  it('is mostly capitals', () => {
    expect(['PPE', 'PoE', 'R&D', 'B2B'].every(isAcronym)).toBe(true);
    expect(['Paid', 'I', 'leave', 'A1'].some(isAcronym)).toBe(false);
  });

  it('is looked for in any text without a long wait', () => {
    const text = `${'('.repeat(20_000)}${'A b '.repeat(20_000)}${'AB('.repeat(20_000)}`;
    expect(findAcronyms(text)).toEqual([]);
  });
});
