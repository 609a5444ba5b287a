import { createHmac } from 'node:crypto';

/**
 * The value of `x-footnote-signature`: `t=` the time in seconds since 1970 and `v1=` the HMAC-SHA-256, in
 * hex, of `<t>.<body>` under the webhook's secret.
 */
export function signDelivery(
  body: string,
  { secret, sentAt }: { readonly secret: string; readonly sentAt: Date },
): string {
  const seconds = Math.floor(sentAt.getTime() / 1_000);
  const hmac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hmac}`;
}
