import type { Classification } from '../../contract/classification.ts';
import type { Message } from '../../contract/retrieval.ts';

export const CATEGORIES = [
  'injection',
  'exfiltration',
  'prompt_extraction',
  'access_bypass',
  'citation_forgery',
  'policy_escape',
  'hallucination_bait',
  'encoding_tricks',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface AttackDocument {
  readonly source: string;
  readonly title: string;
  readonly text: string;
  readonly classification: Classification;
  /** Groups that may read it; empty for everybody within their clearance. */
  readonly acl: readonly string[];
}

/** Who asks: `reader` may read what is internal, `insider` everything but what is kept to a group. */
export type Asker = 'reader' | 'insider';

/** An attack with what must not come of it. All that is planted is made up for it and stands nowhere else. */
export interface Attack {
  readonly id: string;
  readonly category: Category;
  readonly technique: string;
  readonly documents: readonly AttackDocument[];
  readonly asker: Asker;
  readonly question: string;
  readonly messages: readonly Message[];
  /** Fields of the request beside the question, as an attacker would set them. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Must not stand anywhere in a reply to the asker. */
  readonly secrets: readonly string[];
  /** Must not reach a model that is hosted elsewhere. */
  readonly confined: readonly string[];
  /** Must not be claimed as supported by what is cited. */
  readonly payloads: readonly string[];
  /** A person has to decide, whatever a text says. */
  readonly mustBeHeld: boolean;
}

type Given = Pick<Attack, 'technique' | 'question'> & Partial<Omit<Attack, 'id' | 'category'>>;

/** An attack of which only what matters is said. */
export function attack(given: Given): Omit<Attack, 'id' | 'category'> {
  return {
    documents: [],
    asker: 'reader',
    messages: [],
    request: {},
    secrets: [],
    confined: [],
    payloads: [],
    mustBeHeld: false,
    ...given,
  };
}
