import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliSettings } from './config.ts';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The key to call with, or null when there is none. The admin key of the data directory belongs to the
 * server on this machine: it goes to another host only when `FOOTNOTE_DATA_DIR` was set on purpose.
 */
export async function readApiKey(settings: CliSettings): Promise<string | null> {
  if (settings.apiKey !== null) return settings.apiKey.trim();
  if (!settings.isDataDirectoryGiven && !LOOPBACK_HOSTS.has(settings.url.hostname)) return null;
  try {
    const key = (await readFile(adminKeyPath(settings), 'utf8')).trim();
    return key === '' ? null : key;
  } catch {
    return null;
  }
}

export function adminKeyPath(settings: CliSettings): string {
  return join(settings.dataDirectory, 'admin-key');
}
