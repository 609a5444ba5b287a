import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AskRequest } from '../../../contract/answer.ts';
import { describeIssue } from '../../../contract/describe-issue.ts';
import { TraceId } from '../../../contract/ids.ts';

function complaintAbout(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value, { error: describeIssue }).error?.issues[0]?.message;
}

const Kind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder') }),
  z.object({ kind: z.literal('git') }),
]);

describe('what is wrong is said in plain words', () => {
  it.each([
    [AskRequest, { question: '' }, 'must not be blank'],
    [AskRequest, { question: '  ' }, 'must not be blank'],
    [AskRequest, { question: 'x'.repeat(8_001) }, 'must be at most 8000 characters'],
    [AskRequest, {}, 'is required'],
    [AskRequest, { question: 7 }, 'must be text, not a number'],
    [AskRequest, { question: 'q', max_chunks: 0 }, 'must be at least 1'],
    [AskRequest, { question: 'q', max_chunks: 101 }, 'must be at most 100'],
    [AskRequest, { question: 'q', max_chunks: 1.5 }, 'must be a whole number'],
    [
      AskRequest,
      { question: 'q', as_of: '1 March' },
      'must be a time such as 2026-03-01T09:30:00Z or 2026-03-01T10:30:00+01:00',
    ],
    [TraceId, 'x', 'must be an id such as 01990000-0000-7000-8000-000000000001'],
    [z.array(z.string()).max(1), ['a', 'b'], 'must be at most 1 item'],
    [z.array(z.string()).min(1), [], 'must not be empty'],
    [z.string().min(12), 'short', 'must be at least 12 characters'],
    [z.number().gt(0), 0, 'must be more than 0'],
    [z.number().lt(1), 1, 'must be less than 1'],
    [z.number().multipleOf(5), 1, 'must be a multiple of 5'],
    [z.enum(['up', 'down']), 'left', 'must be one of up, down'],
    [z.literal('text'), 'image', 'must be text'],
    [z.boolean(), 'yes', 'must be true or false, not text'],
    [z.array(z.string()), {}, 'must be a list, not an object'],
    [z.string(), null, 'must be text, not null'],
    [z.url(), 'x', 'must be an address such as https://example.org'],
    [z.coerce.number(), 'ten', 'must be a number, not NaN'],
    [Kind, { kind: 'web' }, 'must be one of folder, git'],
    [z.string().regex(/^a$/, 'must be a'), 'b', 'must be a'],
  ])('%#: %o', (schema, value, wanted) => {
    expect(complaintAbout(schema, value)).toBe(wanted);
  });
});
