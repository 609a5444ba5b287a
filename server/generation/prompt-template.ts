import type { PromptTrace } from '../../contract/trace.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { estimateTokens } from './build-prompt.ts';

/** A prompt of one system and one user message; its hash is of name, version and system message. */
export function createPromptTemplate(
  template: string,
  version: string,
  system: string,
): (user: string) => PromptTrace {
  const hash = sha256Hex(JSON.stringify([template, version, system]));
  return (user) => ({
    template,
    version,
    template_sha256: hash,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    token_count: estimateTokens(system + user),
    cut: [],
  });
}
