import type { ApiKey } from '../../../contract/api-key.ts';
import { formatDateTime } from '../ui/format.ts';

/** `up to internal, groups hr, collections policies and faq` */
export function describeReach({
  clearance,
  groups,
  collections,
}: Pick<ApiKey, 'clearance' | 'groups' | 'collections'>): string {
  const parts = [
    `up to ${clearance}`,
    groups.length === 0 ? 'no group' : `groups ${groups.join(', ')}`,
    collections === '*' ? 'all collections' : `collections ${collections.join(', ') || 'none'}`,
  ];
  return parts.join('; ');
}

export function describeKeyState(
  { revoked_at: revokedAt, expires_at: expiresAt }: Pick<ApiKey, 'revoked_at' | 'expires_at'>,
  now: number,
): string {
  if (revokedAt !== null) return `Revoked ${formatDateTime(revokedAt)}`;
  if (expiresAt === null) return 'Valid, without an end';
  const end = formatDateTime(expiresAt);
  return Date.parse(expiresAt) <= now ? `Expired ${end}` : `Valid until ${end}`;
}
