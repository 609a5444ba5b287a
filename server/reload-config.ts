import { FootnoteConfig } from '../contract/config.ts';
import { describeIssue } from '../contract/describe-issue.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { messageOf } from '../platform/errors.ts';
import { hashConfig, parseConfig } from '../platform/load-config.ts';

/** What holds from the next question on; all else is opened when the server starts. */
const RELOADED = [
  'routes',
  'regulated_topics',
  'sensitive',
  'reviews',
  'classifiers',
  'workflows',
] as const;

/** A configuration, and what a trace says it was made with. */
export interface HashedConfig {
  readonly config: FootnoteConfig;
  readonly hash: string;
}

export type Reload =
  | {
      readonly kind: 'reloaded';
      readonly next: HashedConfig;
      /** Sections that have changed, too, and hold only after a restart. */
      readonly needsRestart: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads a changed file beside the configuration that runs: its rules take effect as a whole or not at all. A file that
 * is wrong, or whose rules name a model that does not run, is refused with the reason, and what runs goes on.
 */
export function reloadConfig(running: HashedConfig, text: string, name: string): Reload {
  let read: FootnoteConfig;
  try {
    read = parseConfig(text, name);
  } catch (error) {
    return { kind: 'refused', reason: messageOf(error) };
  }
  const { routes, regulated_topics: topics, sensitive, reviews, classifiers, workflows } = read;
  const rules = { routes, regulated_topics: topics, sensitive, reviews, classifiers, workflows };
  const merged = { ...running.config, ...rules };
  const checked = FootnoteConfig.safeParse(merged, { error: describeIssue });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return {
      kind: 'refused',
      reason: `${name} does not fit what runs: ${issue?.message ?? 'it is not valid'}. Restart to take it.`,
    };
  }
  const config = checked.data;
  return {
    kind: 'reloaded',
    next: { config, hash: hashConfig(config) },
    needsRestart: findChanged(config, read),
  };
}

function findChanged(running: FootnoteConfig, read: FootnoteConfig): readonly string[] {
  const reloaded: ReadonlySet<string> = new Set(RELOADED);
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(running));
  return Object.entries(read)
    .filter(([section]) => !reloaded.has(section))
    .filter(
      ([section, value]) =>
        canonicalJson({ value }) !== canonicalJson({ value: values.get(section) }),
    )
    .map(([section]) => section);
}
