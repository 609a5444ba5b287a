import type { ModelOptions } from '../models/model-options.ts';

/** For models that need no secret, and none of which is kept in this process. */
export const REMOTE_ONLY: ModelOptions = {
  secrets: new Map(),
  modelsFolder: '',
  onProgress: () => undefined,
};
