import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../platform/errors.ts';

/** Who holds a data directory. The start time tells a process from a later one with its number. */
interface Holder {
  readonly pid: number;
  /** Clock ticks since the machine started, where `/proc` tells them. */
  readonly startTicks: string | null;
}

export interface LockFile {
  release(): void;
}

/**
 * Takes the lock of a data directory: two databases on one directory lose each other's rows.
 * Throws `invalid_configuration` with one clear line when a living process holds it.
 */
export function takeLockFile(path: string): LockFile {
  if (!createLockFile(path)) {
    removeAbandonedLock(path);
    if (!createLockFile(path)) throw inUse(path, readHolder(path));
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Links a finished file into place, so that nobody ever reads a lock without its holder. */
function createLockFile(path: string): boolean {
  const holder: Holder = { pid: process.pid, startTicks: readStartTicks(process.pid) };
  const prepared = `${path}.${randomUUID()}`;
  writeFileSync(prepared, JSON.stringify(holder), { mode: 0o600 });
  try {
    return linkIfAbsent(prepared, path);
  } finally {
    rmSync(prepared, { force: true });
  }
}

/**
 * Moves the lock of a dead process away. Of two processes that do so at once, the second may catch
 * the fresh lock of the first: it sees whose it is, puts it back and gives up.
 */
function removeAbandonedLock(path: string): void {
  const holder = readHolder(path);
  if (holder !== null && isAlive(holder)) throw inUse(path, holder);
  const moved = `${path}.${randomUUID()}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  const movedHolder = readHolder(moved);
  if (movedHolder !== null && isAlive(movedHolder)) {
    linkIfAbsent(moved, path);
    rmSync(moved, { force: true });
    throw inUse(path, movedHolder);
  }
  rmSync(moved, { force: true });
}

function linkIfAbsent(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

function readHolder(path: string): Holder | null {
  try {
    return parseHolder(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function parseHolder(value: unknown): Holder | null {
  if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
  if (typeof value.pid !== 'number' || !Number.isInteger(value.pid) || value.pid <= 0) return null;
  const startTicks = 'startTicks' in value ? value.startTicks : null;
  return { pid: value.pid, startTicks: typeof startTicks === 'string' ? startTicks : null };
}

function isAlive({ pid, startTicks }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process cannot be signalled, but it is there.
    if (!isErrno(error, 'EPERM')) return false;
  }
  const currentTicks = readStartTicks(pid);
  return startTicks === null || currentTicks === null || startTicks === currentTicks;
}

/** Field 22 of `/proc/<pid>/stat`, counted after the command name, which may hold blanks. */
function readStartTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function inUse(path: string, holder: Holder | null): AppError {
  const who = holder === null ? 'another process' : `process ${holder.pid}`;
  return new AppError(
    'invalid_configuration',
    `The data directory ${dirname(path)} is in use by ${who}. Stop it, or set FOOTNOTE_DATA_DIR to another directory.`,
  );
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
