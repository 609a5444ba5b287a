import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  readSettings,
  readVariable,
  type Environment,
  type Settings,
} from '../platform/read-settings.ts';

export interface WorkerSettings extends Settings {
  /** What its leases carry; a worker that starts under it again takes them back at once. */
  readonly workerName: string;
}

/** Throws `AppError('invalid_configuration')` that names the variable or the line. */
export function readWorkerSettings(environment: Environment = process.env): WorkerSettings {
  const name = z.string().max(200, 'must have at most 200 characters').optional();
  return {
    ...readSettings(environment),
    workerName: readVariable(environment, 'FOOTNOTE_WORKER_NAME', name) ?? randomUUID(),
  };
}
