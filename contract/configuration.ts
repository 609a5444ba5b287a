import { z } from 'zod';
import { DocumentPolicy } from './access-rule.ts';
import { RouteRule } from './route-rule.ts';
import { storableText } from './text-limits.ts';

/** The configured policies as they hold now; what holds a secret or an address is left out. */
export const PolicyView = z
  .object({
    config_sha256: z.string().describe('What traces say that they were made with.'),
    routes: z.array(RouteRule).describe('The first that matches holds.'),
    documents: DocumentPolicy,
  })
  .meta({ id: 'PolicyView' });
export type PolicyView = z.infer<typeof PolicyView>;

const MAX_CONFIGURATION_CHARS = 500_000;

export const CheckConfiguration = z
  .strictObject({
    text: storableText()
      .max(MAX_CONFIGURATION_CHARS)
      .describe('The text of a configuration file, in YAML.'),
  })
  .meta({ id: 'CheckConfiguration' });
export type CheckConfiguration = z.infer<typeof CheckConfiguration>;

export const ConfigurationCheck = z
  .object({
    valid: z.boolean(),
    problems: z.array(z.string()).describe('Each with its line where it has one.'),
    config_sha256: z.string().nullable().describe('What its traces would say; null where invalid.'),
    needs_restart: z
      .array(z.string())
      .describe('Changed sections that a running server does not take over.'),
  })
  .meta({ id: 'ConfigurationCheck' });
export type ConfigurationCheck = z.infer<typeof ConfigurationCheck>;
