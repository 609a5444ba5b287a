import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import { projectRoot } from '../platform/project-root.ts';

export interface CliSettings {
  readonly url: URL;
  /** From `FOOTNOTE_API_KEY`; without it the key file of the data directory is read. */
  readonly apiKey: string | null;
  readonly dataDirectory: string;
  readonly isDataDirectoryGiven: boolean;
  readonly configPath: string;
  readonly isConfigPathGiven: boolean;
  /** Where the user typed the command, which npm keeps when it moves to the project's folder. */
  readonly workingDirectory: string;
  readonly color: 'never' | 'always' | 'on_terminal';
}

const given = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text === '' ? null : text));

const Environment = z.object({
  FOOTNOTE_URL: given,
  FOOTNOTE_API_KEY: given,
  FOOTNOTE_DATA_DIR: given,
  FOOTNOTE_CONFIG: given,
  INIT_CWD: given,
  npm_lifecycle_event: given,
  NO_COLOR: given,
  FORCE_COLOR: given,
  TERM: given,
});

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Reads the settings. Throws `AppError('invalid_configuration')` for an unusable `FOOTNOTE_URL`. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  workingDirectory: string = process.cwd(),
): CliSettings {
  const variables = Environment.parse(environment);
  const typedIn = variables.npm_lifecycle_event === 'footnote' ? variables.INIT_CWD : null;
  return {
    url: serverUrl(variables.FOOTNOTE_URL ?? DEFAULT_URL),
    apiKey: variables.FOOTNOTE_API_KEY,
    dataDirectory: resolve(projectRoot, variables.FOOTNOTE_DATA_DIR ?? '.footnote'),
    isDataDirectoryGiven: variables.FOOTNOTE_DATA_DIR !== null,
    configPath: resolve(projectRoot, variables.FOOTNOTE_CONFIG ?? 'footnote.config.yaml'),
    isConfigPathGiven: variables.FOOTNOTE_CONFIG !== null,
    workingDirectory: typedIn ?? workingDirectory,
    color: colorOf(variables),
  };
}

/** That of this process for one that it starts, with the key to call with, so that no list of processes shows it. */
export function environmentWithKey(key: string | null): Record<string, string | undefined> {
  return key === null ? { ...process.env } : { ...process.env, FOOTNOTE_API_KEY: key };
}

function serverUrl(text: string): URL {
  if (!URL.canParse(text)) throw urlProblem('must be a URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw urlProblem('must begin with http');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw urlProblem('must hold no credentials, query or fragment');
  return url;
}

function urlProblem(expected: string): AppError {
  const message = `FOOTNOTE_URL ${expected}, like ${DEFAULT_URL}.`;
  return new AppError('invalid_configuration', message);
}

function colorOf(variables: z.infer<typeof Environment>): CliSettings['color'] {
  if (variables.NO_COLOR !== null || variables.TERM === 'dumb') return 'never';
  return variables.FORCE_COLOR === null || variables.FORCE_COLOR === '0' ? 'on_terminal' : 'always';
}
