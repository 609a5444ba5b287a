import type { Logger } from '../platform/log.ts';
import type { ModelPath } from './open-model-path.ts';
import { reloadConfig, type HashedConfig, type Reload } from './reload-config.ts';
import type { RoutePolicy } from './routing/choose-model.ts';

/** The configuration that holds now, and its rules over the models that are open. */
export interface LiveRules {
  readonly now: () => HashedConfig & { readonly policy: RoutePolicy };
  /** Takes the rules of a changed file, as a whole or not at all. */
  readonly reload: (text: string) => Reload;
}

export function holdRules(
  started: HashedConfig & { readonly path: string | null },
  policyFor: ModelPath['policyFor'],
  logger: Logger,
): LiveRules {
  const { config, hash, path } = started;
  let running = { config, hash, policy: policyFor(started) };
  return {
    now: () => running,
    reload(text) {
      const result = reloadConfig(running, text, path ?? 'the configuration');
      if (result.kind === 'refused') {
        logger.error({ reason: result.reason }, 'config.refused');
        return result;
      }
      const { next, needsRestart } = result;
      running = { ...next, policy: policyFor(next) };
      logger.warn({ config_hash: next.hash, needs_restart: needsRestart }, 'config.reloaded');
      return result;
    },
  };
}
