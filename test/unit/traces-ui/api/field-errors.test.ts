import { describe, expect, it } from 'vitest';
import { fieldErrors } from '../../../../traces-ui/src/api/field-errors.ts';
import { ProblemError } from '../../../../traces-ui/src/api/problem-error.ts';

const REFUSAL = new ProblemError('The body has fields that are not valid.', 422, {
  type: 'about:blank',
  title: 'Invalid',
  status: 422,
  detail: 'The body has fields that are not valid.',
  instance: '/v1/sources',
  request_id: '1',
  errors: [
    { path: '/settings/urls/0', message: 'Invalid URL' },
    { path: '/settings', message: 'needs url or path, not both' },
  ],
});

describe('fieldErrors', () => {
  it('finds the complaint about a field or a part of it', () => {
    const errors = fieldErrors(REFUSAL);
    expect(errors.at('/settings/urls')).toBe('Invalid URL');
    expect(errors.at('/settings/url')).toBeNull();
  });

  it('gives what no field can show', () => {
    expect(fieldErrors(REFUSAL).besides(['/settings/urls', '/name'])).toEqual([
      '/settings: needs url or path, not both',
    ]);
  });

  it('knows no field of another failure', () => {
    expect(fieldErrors(new Error('gone')).at('/name')).toBeNull();
    expect(fieldErrors(null).besides([])).toEqual([]);
  });
});
