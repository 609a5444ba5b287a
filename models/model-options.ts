import { resolve } from 'node:path';
import { projectRoot } from '../platform/project-root.ts';

/** What opening a model needs beside its own configuration. */
export interface ModelOptions {
  /** Values of the environment variables that the configuration names. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Where downloaded models are kept unless the configuration says otherwise. */
  readonly modelsFolder: string;
  readonly onProgress: (progress: {
    readonly file: string;
    readonly loadedBytes: number;
    readonly totalBytes: number | null;
  }) => void;
}

/** The folder that a local model is kept in, and looked for. */
export function folderOf(
  config: { readonly models_folder?: string | undefined },
  { modelsFolder }: Pick<ModelOptions, 'modelsFolder'>,
): string {
  return config.models_folder === undefined
    ? modelsFolder
    : resolve(projectRoot, config.models_folder);
}

/** Where a remote model is, with the secret that belongs there; null for servers that want none. */
export function endpointOf(
  config: { readonly base_url: string; readonly api_key_env?: string | undefined },
  { secrets }: Pick<ModelOptions, 'secrets'>,
) {
  const { base_url: baseUrl, api_key_env: variable } = config;
  return { baseUrl, apiKey: variable === undefined ? null : (secrets.get(variable) ?? null) };
}
