import { z } from 'zod';

export const TopicName = z
  .string()
  .regex(/^[a-z0-9_]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and _');
const topicTerms = z
  .array(
    z
      .string()
      .regex(/^[\p{L}\p{N}' -]{2,60}\*?$/u, 'must be words, with * for any ending of the last'),
  )
  .min(1)
  .max(200);

/** A topic that rules can keep from models. It is met when one term of each list stands close to one of the other. */
export const RegulatedTopic = z.strictObject({
  name: TopicName,
  about: topicTerms.describe('What it is about, like "salary" or "overtime".'),
  signs: topicTerms.describe('What makes it a case, like "wrong" or "disput*".'),
});
export type RegulatedTopic = z.infer<typeof RegulatedTopic>;

/** Two topics of most workplaces; no rule acts on them unless it names them. */
export const EXAMPLE_TOPICS: readonly RegulatedTopic[] = [
  {
    name: 'payroll_dispute',
    about: [
      'salar*',
      'pay',
      'payslip*',
      'pay slip*',
      'payroll',
      'wage*',
      'overtime',
      'bonus*',
      'deduct*',
      'commission*',
      'allowance*',
      'holiday pay',
      'sick pay',
      'expense*',
      'payment*',
      'paid',
      'compensation',
      'reimburse*',
    ],
    signs: [
      'wrong*',
      'incorrect*',
      'missing',
      'disput*',
      'underpa*',
      'overpa*',
      'not paid',
      "n't paid",
      'unpaid',
      'short',
      'too little',
      'too low',
      'mistake*',
      'error*',
      'owe*',
      'complain*',
      'disagree*',
      'grievance*',
      "n't received",
      'not received',
      'late',
      'withheld',
      'clawback',
      'back pay',
      'less than',
      'lower than',
      'appeal*',
      'contest*',
    ],
  },
  {
    name: 'access_exception',
    about: [
      'access',
      'permission*',
      'admin',
      'administrator',
      'firewall',
      'mfa',
      'two factor',
      'account*',
      'privilege*',
      'rights',
      'role*',
      'usb',
      'vpn',
      'password*',
      'security polic*',
      'production',
    ],
    signs: [
      'exception*',
      'exempt*',
      'bypass*',
      'overrid*',
      'waive*',
      'without approval',
      'elevat*',
      'unblock*',
      'whitelist*',
      'allowlist*',
      'temporary',
      'temporarily',
      'turn off',
      'switch off',
      'disable*',
      'skip*',
      'emergency',
      'not allowed',
      'outside polic*',
    ],
  },
];
