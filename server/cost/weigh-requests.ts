import { AppError } from '../../platform/errors.ts';
import type { ObservedRequest } from './observe-requests.ts';

/**
 * How likely each request on record is when models answer other shares of them: within a model, and among those that
 * nothing is supposed of, the mix stays. Throws `AppError('invalid_value')` for shares that cannot be.
 */
export function weighRequests(
  requests: readonly ObservedRequest[],
  shares: readonly { readonly model: string; readonly share: number }[],
): readonly number[] {
  if (shares.length === 0 || requests.length === 0) return requests.map(() => 1);
  const supposed = new Map(shares.map(({ model, share }) => [model, share]));
  const rest = 1 - [...supposed.values()].reduce((sum, share) => sum + share, 0);
  if (rest < -1e-9) throw refuse('together are more than 1');
  const counts = new Map<string | null, number>();
  const stratumOf = ({ model }: ObservedRequest) => (supposed.has(model) ? model : null);
  for (const request of requests) {
    const stratum = stratumOf(request);
    counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  }
  for (const [model, share] of supposed) {
    if (share > 0 && !counts.has(model))
      throw refuse(`name ${model}, which answered nothing on record`);
  }
  if (rest > 1e-9 && !counts.has(null))
    throw refuse('leave something to models that answered nothing');
  return requests.map((request) => {
    const stratum = stratumOf(request);
    const share = stratum === null ? Math.max(0, rest) : (supposed.get(stratum) ?? 0);
    return share / (counts.get(stratum) ?? 1);
  });
}

function refuse(what: string): AppError {
  return new AppError('invalid_value', `The shares ${what}.`, {
    fields: [{ path: '/shares', message: what }],
  });
}
