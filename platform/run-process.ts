import { AppError, messageOf } from './errors.ts';
import { MISCONFIGURED_EXIT_CODE } from './supervise.ts';

/**
 * Runs the start of a process. A refusal ends it with one clear line and no stack trace: exit code 78
 * for a configuration that cannot work (1 when nobody supervises), 1 for everything else. A surprise
 * is shown with its causes: the stack of a failed query alone does not say why it failed.
 */
export async function runProcess(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const isRefusal = error instanceof AppError;
    process.stderr.write(`${isRefusal ? error.message : describeSurprise(error)}\n`);
    const isMisconfigured = isRefusal && error.code === 'invalid_configuration';
    process.exit(isMisconfigured && process.connected ? MISCONFIGURED_EXIT_CODE : 1);
  }
}

function describeSurprise(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\nCaused by: ${messageOf(error.cause)}`;
}
