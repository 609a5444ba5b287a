import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { FootnoteConfig } from '../contract/config.ts';
import { describeIssue } from '../contract/describe-issue.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { AppError, messageOf } from './errors.ts';
import { sha256Hex } from './hash.ts';

export interface LoadedConfig {
  readonly config: FootnoteConfig;
  /** SHA-256 of the canonical configuration with its defaults: what a trace says it was made with. */
  readonly hash: string;
  /** Null when there is no file and the built-in default holds. */
  readonly path: string | null;
}

const MAX_PROBLEMS_SHOWN = 5;
const MAX_ALIASES = 100;

/**
 * Reads and checks the configuration file; a missing file means the built-in default, unless it was
 * asked for by name. Throws `AppError('invalid_configuration')` with the line of every problem.
 */
export function loadConfig(path: string, options: { readonly isRequired: boolean }): LoadedConfig {
  if (!existsSync(path)) {
    if (options.isRequired) {
      throw new AppError('invalid_configuration', `The configuration file ${path} does not exist.`);
    }
    return loaded(FootnoteConfig.parse({}), null);
  }
  return loaded(parseConfig(readText(path), path), path);
}

/** Checks the text of a configuration file. `name` is only used in messages. */
export function parseConfig(text: string, name: string): FootnoteConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const line = lines.linePos(syntaxError.pos[0]).line;
    throw new AppError('invalid_configuration', `${name}, line ${line}: ${syntaxError.message}`);
  }
  const value = toPlainValue(document, name) ?? {};
  const result = FootnoteConfig.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${name}, line ${lineOf(document, lines, issue)}: ${describe(issue)}`,
  );
  const hidden = problems.length - MAX_PROBLEMS_SHOWN;
  throw new AppError(
    'invalid_configuration',
    problems.slice(0, MAX_PROBLEMS_SHOWN).join('\n') +
      (hidden > 0 ? `\n… and ${hidden} more.` : ''),
  );
}

/** Aliases are resolved here: one that names nothing, or that multiplies without end, is refused. */
function toPlainValue(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new AppError('invalid_configuration', `${name}: ${messageOf(error)}`, { cause: error });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('invalid_configuration', `Cannot read ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The SHA-256 of a configuration's canonical bytes. */
export function hashConfig(config: FootnoteConfig): string {
  return sha256Hex(canonicalJson(config));
}

function loaded(config: FootnoteConfig, path: string | null): LoadedConfig {
  return { config, hash: hashConfig(config), path };
}

/** The line of the deepest part of the issue's path that is in the file. */
function lineOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): number {
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...unknownKey];
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown =
      length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function describe(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ');
    const problem = issue.keys.length === 1 ? 'is not a known setting' : 'are not known settings';
    return field === '' ? `${names} ${problem}` : `${field}: ${names} ${problem}`;
  }
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}
