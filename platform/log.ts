import { destination, pino, type Level, type Logger as PinoLogger } from 'pino';

export type LogLevel = Level | 'silent';
export type Logger = PinoLogger;

export interface LoggerOptions {
  /** The process that speaks: `server`, `worker`, `launcher`. */
  readonly name: string;
  readonly level: LogLevel;
}

/** Secrets never reach a log, wherever in a logged object they stand within these depths. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'api_key',
  'apiKey',
  'key',
  'password',
  'secret',
  'token',
  'connectionString',
];
const SECRET_PATHS = SECRET_FIELDS.flatMap((field) => [
  `["${field}"]`,
  `*["${field}"]`,
  `*.*["${field}"]`,
]);

/** A logger that writes JSON lines to standard error. Text of documents and questions is not logged. */
export function createLogger({ name, level }: LoggerOptions): Logger {
  return createLoggerOn(destination({ dest: 2, sync: true }), { name, level });
}

/** The same logger on another stream. */
export function createLoggerOn(
  stream: { readonly write: (line: string) => void },
  { name, level }: LoggerOptions,
): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    stream,
  );
}
