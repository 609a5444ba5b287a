import { z } from 'zod';
import { ApiKeyId, TraceId, VerificationRunId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf, pageQuery } from './page.ts';
import { ANSWER_VERDICTS, VerifierTier } from './verification.ts';

const filters = {
  from: givenInstant().optional().describe('Answers given from then on.'),
  to: givenInstant().optional().describe('Answers given before then; never after the run began.'),
  verdict: z.enum(ANSWER_VERDICTS).optional().describe('Answers that have this verdict on record.'),
};

/** Which stored answers are checked once more. A judge costs what it costs, so it has to be asked for. */
export const CreateVerificationRun = z
  .strictObject({
    ...filters,
    up_to: VerifierTier.default('builtin').describe(
      'The last tier that may be asked, of those that are configured.',
    ),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    message: 'must be later than from',
  })
  .meta({ id: 'CreateVerificationRun' });
export type CreateVerificationRun = z.infer<typeof CreateVerificationRun>;

export const VERIFICATION_RUN_STATUSES = ['running', 'done', 'failed', 'cancelled'] as const;

/** `running` until every answer has been checked; what a stopped server left is taken up by the next. */
export const VerificationRun = z
  .object({
    id: VerificationRunId,
    status: z.enum(VERIFICATION_RUN_STATUSES),
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
    verdict: z.enum(ANSWER_VERDICTS).nullable(),
    up_to: VerifierTier,
    api_key_id: ApiKeyId.describe(
      'In whose name it reads: what this key may not read is not checked.',
    ),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    total_answers: z.int().min(0).describe('Those that matched when it began.'),
    checked_answers: z.int().min(0),
    failed_answers: z
      .int()
      .min(0)
      .describe('Those that could not be checked; the results say why.'),
    changed_answers: z.int().min(0).describe('Those of which a claim has another verdict now.'),
    changed_claims: z.int().min(0),
    failure: z.string().nullable(),
  })
  .meta({ id: 'VerificationRun' });
export type VerificationRun = z.infer<typeof VerificationRun>;

export const VerificationRunPage = pageOf(VerificationRun);

export const ListVerificationResults = z.strictObject({
  ...pageQuery,
  changed: z.enum(['true', 'false']).optional(),
});

/** What came of one answer. The verdict on record stays; the new one is in a trace of its own. */
export const VerificationResult = z
  .object({
    trace_id: TraceId,
    verification_id: TraceId.nullable().describe('The trace of the check; null where it failed.'),
    recorded_verdict: z.enum(ANSWER_VERDICTS).nullable(),
    recorded_verifier: z.string().nullable(),
    verdict: z.enum(ANSWER_VERDICTS).nullable(),
    verifier: z.string().nullable(),
    changed_claims: z.int().min(0),
    failure: z.string().nullable(),
  })
  .meta({ id: 'VerificationResult' });
export type VerificationResult = z.infer<typeof VerificationResult>;

export const VerificationResultPage = pageOf(VerificationResult);
