import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { describeIssue } from '../../contract/describe-issue.ts';
import { EvaluationVariant, VARIANT_PRESETS } from '../../contract/evaluation-variant.ts';
import { AppError } from '../../platform/errors.ts';

/** Throws `AppError('invalid_value')` for a name that no variant has, and for a file that holds none. */
export function chooseVariants(
  names: readonly string[],
  file: { readonly path: string; readonly workingDirectory: string } | null,
): readonly EvaluationVariant[] {
  const written = file === null ? [] : readVariants(resolve(file.workingDirectory, file.path));
  if (names.length === 0) return written;
  return names.map((name) => {
    const variant = written.find((one) => one.name === name) ?? presetOf(name);
    if (variant !== null) return variant;
    const known = [...written.map((one) => one.name), ...Object.keys(VARIANT_PRESETS)];
    throw new AppError(
      'invalid_value',
      `No variant is named "${name}": there are ${known.join(', ')}. Others come from --variants <file>.`,
    );
  });
}

function presetOf(name: string): EvaluationVariant | null {
  const preset = new Map<string, object>(Object.entries(VARIANT_PRESETS)).get(name);
  return preset === undefined ? null : EvaluationVariant.parse({ name, ...preset });
}

function readVariants(path: string): readonly EvaluationVariant[] {
  const result = z
    .array(EvaluationVariant)
    .min(1)
    .safeParse(readJson(path), { error: describeIssue });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  throw new AppError(
    'invalid_value',
    `${path} is no list of variants: ${place} ${issue?.message}.`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AppError('invalid_value', `${path} cannot be read as JSON.`, { cause: error });
  }
}
