import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { sha256, sha256Hex } from '../../platform/hash.ts';

export interface NewSecret {
  /** The whole key, shown once. */
  readonly key: string;
  /** What lists show and look-ups use. */
  readonly prefix: string;
  readonly hash: Buffer;
}

const OWN_FORMAT = /^(?<prefix>fn_[A-Za-z0-9]{8})_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/;
const ID_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/**
 * `fn_<id>_<256 random bits>_<checksum>`: the id may be shown, the checksum lets scanners tell a real
 * key from a look-alike. A plain hash of 256 random bits cannot be searched, so no slow hash is needed.
 */
export function createSecret(): NewSecret {
  const id = [...randomBytes(8)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
  const body = `fn_${id}_${randomBytes(32).toString('base64url')}`;
  const key = `${body}_${crc32(body).toString(16).padStart(8, '0')}`;
  return { key, prefix: `fn_${id}`, hash: hashSecret(key) };
}

/** An operator's own key, of whatever form, is looked up by a part of its hash. */
export function prefixOf(key: string): string {
  return OWN_FORMAT.exec(key)?.groups?.['prefix'] ?? `own_${sha256Hex(key).slice(0, 16)}`;
}

export function hashSecret(secret: string): Buffer {
  return sha256(secret);
}

/** For sessions and sign-in links. */
export function createToken(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashSecret(token) };
}
