/** A native Postgres on which a database may be made and dropped; null when there is none. */
export const nativeServerUrl: string | null = process.env['DATABASE_URL'] || null;

/** What the launcher is started with: our environment, but for what the measurement decides. */
export function launcherEnvironment(
  settings: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return { ...process.env, DATABASE_URL: '', FOOTNOTE_CONFIG: undefined, ...settings };
}

/** The key to call a running service with; empty where none is given. */
export function readGivenKey(): string {
  return process.env['FOOTNOTE_API_KEY'] ?? '';
}
