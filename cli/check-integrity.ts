import { z } from 'zod';
import { TraceIntegrity } from '../contract/trace.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { messageOf } from '../platform/errors.ts';
import { sha256Hex } from '../platform/hash.ts';

export interface IntegrityCheck {
  readonly isIntact: boolean;
  readonly detail: string;
}

const Hashed = z.looseObject({ integrity: TraceIntegrity });

/**
 * Whether a trace, as the server sent it, is what was hashed when it was written: the SHA-256 of its
 * canonical bytes (RFC 8785, the record without `integrity`) is computed here, not taken on trust.
 */
export function checkIntegrity(raw: unknown): IntegrityCheck {
  const parsed = Hashed.safeParse(raw);
  if (!parsed.success) return { isIntact: false, detail: 'The trace carries no hash.' };
  const { integrity, ...record } = parsed.data;
  const computed = hashOf(record);
  if (computed.hash === null) return { isIntact: false, detail: computed.problem };
  if (computed.hash !== integrity.sha256) {
    return {
      isIntact: false,
      detail: `ALTERED: the record hashes to ${computed.hash}, but ${integrity.sha256} was recorded.`,
    };
  }
  if (!integrity.intact) {
    return {
      isIntact: false,
      detail: 'ALTERED: the server reports that its stored bytes no longer have their hash.',
    };
  }
  return { isIntact: true, detail: 'intact: the hash was recomputed here.' };
}

type Hash = { readonly hash: string } | { readonly hash: null; readonly problem: string };

function hashOf(record: unknown): Hash {
  try {
    return { hash: sha256Hex(canonicalJson(record)) };
  } catch (error) {
    return { hash: null, problem: `ALTERED: ${messageOf(error)}` };
  }
}
