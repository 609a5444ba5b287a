import { z } from 'zod';
import { Answer, ANSWER_STATUSES } from './answer.ts';
import { ClassifierName, ClassifierVersionNumber } from './classifier.ts';
import { LabelDescription } from './label.ts';
import { TextLabel } from './classify.ts';
import { ReviewId, TraceId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';
import { storableText } from './text-limits.ts';
import { EvidenceReference } from './trace.ts';
import { Citation, Claim, Verification } from './verification.ts';

/** `claimed`: somebody works on it, until the claim runs out. */
export const REVIEW_STATUSES = ['open', 'claimed', 'decided'] as const;
export const ReviewStatus = z.enum(REVIEW_STATUSES).meta({ id: 'ReviewStatus' });
export type ReviewStatus = z.infer<typeof ReviewStatus>;

export const REVIEW_DECISIONS = ['approve', 'correct', 'reject'] as const;
export const ReviewDecisionKind = z.enum(REVIEW_DECISIONS).meta({ id: 'ReviewDecisionKind' });
export type ReviewDecisionKind = z.infer<typeof ReviewDecisionKind>;

const reviewer = z.object({ api_key_id: z.uuid(), name: z.string() });

/** What a person decided: a record of its own, linked to the trace, which never changes. */
export const ReviewDecision = z
  .object({
    review_id: ReviewId,
    trace_id: TraceId,
    decision: ReviewDecisionKind,
    answer: z.string().describe('What the asker gets; empty when the draft was rejected.'),
    note: z.string(),
    decided_by: reviewer,
    decided_at: z.iso.datetime(),
    citations: z.array(Citation),
    claims: z.array(Claim).describe('A corrected answer is checked like any other.'),
    verification: Verification,
  })
  .meta({ id: 'ReviewDecision' });
export type ReviewDecision = z.infer<typeof ReviewDecision>;

export const Review = z
  .object({
    id: ReviewId,
    trace_id: TraceId,
    status: ReviewStatus,
    reason: z.string().describe('Why a person has to look at it.'),
    question: z.string(),
    created_at: z.iso.datetime(),
    due_at: z.iso.datetime(),
    claimed_by: reviewer.nullable(),
    claimed_until: z.iso.datetime().nullable(),
    decision: ReviewDecisionKind.nullable(),
    decided_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;
export const ReviewPage = pageOf(Review);

/** Undecided ones by their due time, decided ones the newest first. */
export const ListReviews = z.strictObject({
  ...pageQuery,
  status: ReviewStatus.default('open'),
});
export type ListReviews = z.infer<typeof ListReviews>;

/** A text that waits for a label. */
const ReviewedText = z.object({
  text: z.string(),
  classifier: ClassifierName,
  version: ClassifierVersionNumber,
  labels: z.array(z.string()).describe('A correction is one of these.'),
  label_descriptions: z.array(LabelDescription).describe('Of those that have one.'),
  said: TextLabel.describe('What the classifier said; its first label is the draft.'),
  asked: z.array(z.object({ model: z.string(), reply: z.string().nullable() })),
});

/** All that a person decides by. */
export const ReviewDetail = Review.extend({
  draft: z
    .object({
      text: z.string(),
      model: z.string(),
      citations: z.array(Citation),
      claims: z.array(Claim),
      verification: Verification,
    })
    .nullable()
    .describe('Null where there was nothing to answer from.'),
  evidence: z.array(
    EvidenceReference.extend({
      text: z.string().nullable().describe('Null where the reviewer may not read it.'),
    }),
  ),
  classified: ReviewedText.nullable().describe('Null where it is an answer that waits.'),
  record: z
    .object({ decision: ReviewDecision, sha256: z.string(), intact: z.boolean() })
    .nullable()
    .describe('The stored decision, and whether its bytes still have their hash.'),
}).meta({ id: 'ReviewDetail' });
export type ReviewDetail = z.infer<typeof ReviewDetail>;

const MAX_ANSWER = 32_000;

export const DecideReview = z
  .strictObject({
    decision: ReviewDecisionKind,
    answer: storableText()
      .min(1)
      .max(MAX_ANSWER)
      .refine((text) => text.trim() !== '', { message: 'must not be blank' })
      .optional(),
    note: storableText().max(2_000).default(''),
  })
  .superRefine(({ decision, answer, note }, context) => {
    if ((decision === 'correct') !== (answer !== undefined)) {
      const message = 'must be given with the decision "correct", and with no other';
      context.addIssue({ code: 'custom', path: ['answer'], message });
    }
    if (decision === 'reject' && note.trim() === '') {
      const message = 'must say why the draft is rejected';
      context.addIssue({ code: 'custom', path: ['note'], message });
    }
  })
  .meta({ id: 'DecideReview' });
export type DecideReview = z.infer<typeof DecideReview>;

/** An answer as it stands now: what a person has decided since is in it. */
export const AnswerNow = Answer.extend({
  status: z.enum([...ANSWER_STATUSES, 'rejected']),
  review: z
    .object({
      id: ReviewId,
      status: ReviewStatus,
      decision: ReviewDecisionKind.nullable(),
      note: z.string().nullable(),
      due_at: z.iso.datetime(),
      decided_at: z.iso.datetime().nullable(),
    })
    .nullable(),
}).meta({ id: 'AnswerNow' });
export type AnswerNow = z.infer<typeof AnswerNow>;
