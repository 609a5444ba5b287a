import { checkCertainty } from './check-certainty.ts';
import { checkConditions } from './check-conditions.ts';
import { checkExceptions } from './check-exceptions.ts';
import { checkParallels } from './check-parallels.ts';
import { checkParts } from './check-parts.ts';
import { checkQuantifiers } from './check-quantifiers.ts';
import { checkRoles } from './check-roles.ts';
import { findHolders } from './find-holders.ts';
import type { Comparison, Finding } from './finding.ts';

/** What the evidence says of the same words in another way: the learned score, which counts words, sees none of it. */
export function checkWording(comparison: Comparison): readonly Finding[] {
  const held = { ...comparison, holders: findHolders(comparison) };
  return [
    ...checkRoles(held),
    ...checkExceptions(held),
    ...checkConditions(held),
    ...checkQuantifiers(held),
    ...checkCertainty(held),
    ...checkParallels(held),
    ...checkParts(held),
  ];
}
