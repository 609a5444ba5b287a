import { AppError } from '../../platform/errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/u;

/**
 * A load hurts whom it is put on, so it goes to this machine unless the other host is named a second time. Throws
 * `AppError('forbidden')`.
 */
export function refuseForeignHost(url: URL, allowed: string | null): void {
  const { hostname } = url;
  if (LOOPBACK.test(hostname) || hostname === allowed) return;
  throw new AppError(
    'forbidden',
    `${hostname} is not this machine. If the load is meant for it, add --allow-host ${hostname}.`,
  );
}
