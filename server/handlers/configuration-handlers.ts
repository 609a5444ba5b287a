import type { ConfigurationCheck } from '../../contract/configuration.ts';
import type { Handlers } from '../http/handlers.ts';
import { reloadConfig } from '../reload-config.ts';
import type { Services } from '../services.ts';

type ConfigurationHandlers = Pick<Handlers, 'getPolicy' | 'checkConfiguration'>;

export function createConfigurationHandlers(
  services: Pick<Services, 'config' | 'configHash'>,
): ConfigurationHandlers {
  return {
    async getPolicy() {
      const { config, configHash } = services;
      const { routes, documents } = config;
      return { body: { config_sha256: configHash, routes, documents } };
    },

    async checkConfiguration({ body }) {
      return { body: checkText(body.text, services) };
    },
  };
}

/** As a reload would, without taking anything over. */
function checkText(
  text: string,
  { config, configHash }: Pick<Services, 'config' | 'configHash'>,
): ConfigurationCheck {
  const checked = reloadConfig({ config, hash: configHash }, text, 'the text');
  if (checked.kind === 'refused') {
    const problems = checked.reason.split('\n');
    return { valid: false, problems, config_sha256: null, needs_restart: [] };
  }
  return {
    valid: true,
    problems: [],
    config_sha256: checked.next.hash,
    needs_restart: [...checked.needsRestart],
  };
}
