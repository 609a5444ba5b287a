import { z } from 'zod';
import {
  readSettings,
  readVariable,
  type Environment,
  type Settings,
} from '../platform/read-settings.ts';

export interface ServerSettings extends Settings {
  readonly host: string;
  readonly port: number;
  /** Replaces the admin key that the first start would make. */
  readonly adminKey: string | undefined;
  readonly hasDemo: boolean;
  /** Hold responses against the contract before they leave: for tests and development. */
  readonly checksResponses: boolean;
}

const MIN_ADMIN_KEY_CHARS = 12;

/** Throws `AppError('invalid_configuration')` that names the variable or the line. */
export function readServerSettings(environment: Environment = process.env): ServerSettings {
  return {
    ...readSettings(environment),
    host: readVariable(environment, 'HOST', z.string().max(255).default('127.0.0.1')),
    port: readVariable(
      environment,
      'PORT',
      z.coerce
        .number('must be a port number')
        .int('must be a whole number')
        .min(0, 'must be 0 or more')
        .max(65_535, 'must be 65535 at most')
        .default(8080),
    ),
    adminKey: readVariable(
      environment,
      'FOOTNOTE_ADMIN_KEY',
      z
        .string()
        .regex(/^[\x21-\x7e]+$/, 'must hold visible ASCII characters only')
        .min(MIN_ADMIN_KEY_CHARS, `must have ${MIN_ADMIN_KEY_CHARS} characters at least`)
        .optional(),
    ),
    hasDemo:
      readVariable(
        environment,
        'FOOTNOTE_DEMO',
        z.enum(['0', '1'], 'must be 0 or 1').default('1'),
      ) === '1',
    checksResponses: false,
  };
}
