import { readSettings, type Environment, type Settings } from '../platform/read-settings.ts';

/** Throws `AppError('invalid_configuration')` that names the variable or the line. */
export function readWorkerSettings(environment: Environment = process.env): Settings {
  return readSettings(environment);
}
