import { describe, expect, it } from 'vitest';
import { signDelivery } from '../../../../ingest/webhooks/sign-delivery.ts';

const sentAt = new Date('2026-03-01T00:00:00.900Z');

describe('signDelivery', () => {
  it('signs the time and the body under the secret', () => {
    // printf '1772323200.{"id":"1"}' | openssl dgst -sha256 -hmac secret
    expect(signDelivery('{"id":"1"}', { secret: 'secret', sentAt })).toBe(
      't=1772323200,v1=38476883324ef243ef185d55399f31253864dbcc34e6d3f5eefa90c69a847503',
    );
  });

  it('differs with the body, the secret and the time', () => {
    const signatures = [
      signDelivery('a', { secret: 'secret', sentAt }),
      signDelivery('b', { secret: 'secret', sentAt }),
      signDelivery('a', { secret: 'other', sentAt }),
      signDelivery('a', { secret: 'secret', sentAt: new Date(sentAt.getTime() + 1_000) }),
    ].map((signature) => signature.split('v1=')[1]);
    expect(new Set(signatures).size).toBe(4);
  });
});
