import type { DeliveryOutcome } from '../../db/queries/webhook-deliveries.ts';

/** Seconds before each further try: nine of them over about a day. */
const PAUSES_SECONDS = [10, 60, 300, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800];
/** The receiver says that it is gone for good. */
const GONE = 410;

export type Reply =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What becomes of a delivery after its `attempts`-th try: any 2xx has taken it. */
export function planNextTry(reply: Reply, attempts: number): DeliveryOutcome {
  if (reply.kind === 'answered' && reply.status >= 200 && reply.status < 300) {
    return { kind: 'delivered' };
  }
  const error = reply.kind === 'answered' ? `It answered with ${reply.status}.` : reply.reason;
  const afterSeconds = PAUSES_SECONDS[attempts - 1];
  const isGone = reply.kind === 'answered' && reply.status === GONE;
  if (isGone || afterSeconds === undefined) return { kind: 'given_up', error };
  return { kind: 'try_again', afterSeconds, error };
}
