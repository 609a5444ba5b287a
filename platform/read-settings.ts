import { join, resolve } from 'node:path';
import { z } from 'zod';
import { describeIssue } from '../contract/describe-issue.ts';
import type { FootnoteConfig } from '../contract/config.ts';
import { AppError } from './errors.ts';
import { loadConfig, type LoadedConfig } from './load-config.ts';
import type { LogLevel } from './log.ts';
import { projectRoot } from './project-root.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the server and the worker both need to know. */
export interface Settings extends LoadedConfig {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly logLevel: LogLevel;
  readonly otlpEndpoint: string | undefined;
  /** Values of the environment variables that the configuration names. */
  readonly secrets: ReadonlyMap<string, string>;
}

const DEFAULT_CONFIG_FILE = 'footnote.config.yaml';
/** `pg` takes anything else for the name of a host. What came is not shown: it may hold a password. */
const POSTGRES_URL = /^postgres(?:ql)?:\/\//;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Throws `AppError('invalid_configuration')` that names the variable or the line. */
export function readSettings(environment: Environment): Settings {
  const databaseUrl = readDatabaseUrl(environment);
  const configPath = environment['FOOTNOTE_CONFIG'];
  const loaded = loadConfig(resolve(projectRoot, configPath ?? DEFAULT_CONFIG_FILE), {
    isRequired: configPath !== undefined,
  });
  return {
    ...loaded,
    databaseUrl,
    dataDirectory: resolve(projectRoot, environment['FOOTNOTE_DATA_DIR'] || '.footnote'),
    logLevel: readVariable(
      environment,
      'LOG_LEVEL',
      z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    ),
    otlpEndpoint: environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined,
    secrets: readSecrets(environment, loaded.config),
  };
}

/** @throws AppError `invalid_configuration` */
export function readDatabaseUrl(environment: Environment): string {
  const databaseUrl = environment['DATABASE_URL'];
  if (databaseUrl === undefined || databaseUrl === '') {
    throw new AppError(
      'invalid_configuration',
      'DATABASE_URL is not set. Set it, or use `npm start`, which brings a database of its own.',
    );
  }
  if (!POSTGRES_URL.test(databaseUrl)) {
    throw new AppError(
      'invalid_configuration',
      'DATABASE_URL must be like postgres://user:password@host:5432/database.',
    );
  }
  return databaseUrl;
}

/** Reads one variable; an empty one counts as not set. */
export function readVariable<Schema extends z.ZodType>(
  environment: Environment,
  name: string,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(environment[name] || undefined, { error: describeIssue });
  if (result.success) return result.data;
  const problem = result.error.issues[0]?.message ?? 'is not valid';
  throw new AppError('invalid_configuration', `The environment variable ${name} ${problem}.`);
}

export function modelsFolder(settings: Pick<Settings, 'dataDirectory'>): string {
  return join(settings.dataDirectory, 'models');
}

function readSecrets(
  environment: Environment,
  config: FootnoteConfig,
): ReadonlyMap<string, string> {
  const named = config.models.map((model) =>
    'api_key_env' in model ? model.api_key_env : undefined,
  );
  if (config.embedding.adapter === 'remote') named.push(config.embedding.api_key_env);
  const encoder = config.retrieval.cross_encoder;
  if (encoder?.adapter === 'remote') named.push(encoder.api_key_env);
  named.push(...config.sources.secrets.map((secret) => secret.env));
  named.push(...config.webhooks.map((webhook) => webhook.secret_env));
  const secrets = new Map<string, string>();
  for (const name of named) {
    if (name === undefined) continue;
    const value = environment[name];
    if (value === undefined || value === '') {
      throw new AppError(
        'invalid_configuration',
        `The configuration names the environment variable ${name}, which is not set.`,
      );
    }
    secrets.set(name, value);
  }
  return secrets;
}
