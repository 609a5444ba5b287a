import { CheckConfiguration, ConfigurationCheck, PolicyView } from '../configuration.ts';
import type { Endpoint } from '../endpoint.ts';

export const configurationEndpoints = {
  getPolicy: {
    method: 'get',
    path: '/v1/configuration/policy',
    access: 'admin',
    tag: 'Configuration',
    summary: 'The rules by which questions are routed and documents are let in, as they hold now.',
    response: PolicyView,
    status: 200,
  },
  checkConfiguration: {
    method: 'post',
    path: '/v1/configuration/check',
    access: 'admin',
    tag: 'Configuration',
    summary: 'Check the text of a configuration file against what runs; nothing is loaded.',
    body: CheckConfiguration,
    response: ConfigurationCheck,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
