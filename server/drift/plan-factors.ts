import { FootnoteConfig } from '../../contract/config.ts';
import type { DriftFactor } from '../../contract/drift-attribution.ts';
import type { DriftEvent } from '../../contract/drift.ts';
import type { DriftRow } from '../../db/queries/drift.ts';
import { findChangedSections } from './list-events.ts';
import type { AnswerWindow } from './cut-windows.ts';

/** What a replay has as it was in the reference. */
export type Override =
  | { readonly kind: 'documents'; readonly asOf: Date }
  | { readonly kind: 'settings'; readonly config: FootnoteConfig; readonly hash: string }
  | { readonly kind: 'prompt'; readonly version: string; readonly seenIn: DriftRow['id'] }
  | { readonly kind: 'model'; readonly name: string };

export interface PlannedFactor {
  readonly factor: Exclude<DriftFactor, 'questions'>;
  readonly before: string;
  readonly after: string;
  readonly override: Override;
}

export interface FactorPlan {
  readonly factors: readonly PlannedFactor[];
  readonly notReplayed: readonly { readonly what: string; readonly why: string }[];
}

export interface PlanInput {
  readonly window: AnswerWindow;
  /** Of the time from the middle of the reference until now. */
  readonly events: readonly DriftEvent[];
  readonly now: {
    readonly configHash: string;
    readonly config: FootnoteConfig;
    readonly promptVersion: string;
    readonly models: readonly string[];
  };
  /** Stored configurations, by their hashes. */
  readonly configs: ReadonlyMap<string, unknown>;
}

/** Sections of which a replay takes some from an old configuration. */
const REPLAYED_SECTIONS: ReadonlySet<string> = new Set(['retrieval', 'routes']);
const DOCUMENT_KINDS: ReadonlySet<string> = new Set([
  'documents_published',
  'documents_retired',
  'documents_reread',
  'chunking',
  'language',
]);
const NOT_PROMPTED = 'none';

/** When the middle answer of the reference was asked for: how things stood then is how they were. */
export function middleOf(reference: readonly DriftRow[]): Date {
  return reference[Math.floor(reference.length / 2)]?.asked_at ?? new Date(0);
}

/** What differs between the reference and now, and how each can be had as it was; or why it cannot. Pure. */
export function planFactors(input: PlanInput): FactorPlan {
  const plans = [planDocuments(input), planSettings(input), planPrompt(input), planModel(input)];
  return {
    factors: plans.flatMap(({ factors }) => factors),
    notReplayed: [...plans.flatMap(({ notReplayed }) => notReplayed), ...listLost(input)],
  };
}

const NOTHING: FactorPlan = { factors: [], notReplayed: [] };

function planDocuments({ window, events }: PlanInput): FactorPlan {
  const changes = events.filter(({ kind }) => DOCUMENT_KINDS.has(kind));
  if (changes.length === 0) return NOTHING;
  const asOf = middleOf(window.reference);
  const count = changes.reduce((sum, event) => sum + event.count, 0);
  return planned({
    factor: 'documents',
    before: `as of ${asOf.toISOString()}`,
    after: `now, after ${count} ${count === 1 ? 'change' : 'changes'}`,
    override: { kind: 'documents', asOf },
  });
}

function planSettings({ window, now, configs }: PlanInput): FactorPlan {
  const hash = mostFrequent(window.reference.map((row) => row.config_hash));
  if (hash === null || hash === now.configHash) return NOTHING;
  const old = FootnoteConfig.safeParse(configs.get(hash));
  if (!old.success) {
    return lost('settings', 'The configuration of then is not known, or not valid any more.');
  }
  const sections = findChangedSections(old.data, now.config);
  const others = sections.filter((section) => !REPLAYED_SECTIONS.has(section));
  const rest =
    others.length === 0
      ? NOTHING
      : lost(
          `settings: ${others.join(', ')}`,
          'Only retrieval, and what rules prefer, can be as they were: no replay widens who may see what.',
        );
  if (sections.length === others.length) return rest;
  const { factors } = planned({
    factor: 'settings',
    before: hash.slice(0, 12),
    after: now.configHash.slice(0, 12),
    override: { kind: 'settings', config: old.data, hash },
  });
  return { factors, notReplayed: rest.notReplayed };
}

function planPrompt({ window, now }: PlanInput): FactorPlan {
  const prompted = window.reference.filter(
    ({ prompt_version: version }) => version !== null && version !== NOT_PROMPTED,
  );
  const version = mostFrequent(prompted.map((row) => row.prompt_version));
  const seenIn = prompted.findLast((row) => row.prompt_version === version);
  if (version === null || seenIn === undefined || version === now.promptVersion) return NOTHING;
  return planned({
    factor: 'prompt',
    before: version,
    after: now.promptVersion,
    override: { kind: 'prompt', version, seenIn: seenIn.id },
  });
}

function planModel({ window, now }: PlanInput): FactorPlan {
  const before = mostFrequent(window.reference.map((row) => row.model));
  const after = mostFrequent(window.current.map((row) => row.model));
  if (before === null || after === null || before === after) return NOTHING;
  if (!now.models.includes(before)) {
    return lost(`model: ${before}`, 'It is not configured any more.');
  }
  return planned({ factor: 'model', before, after, override: { kind: 'model', name: before } });
}

/** What changed and cannot be had back at all. */
function listLost({ window, events }: PlanInput): FactorPlan['notReplayed'] {
  const has = (kind: DriftEvent['kind']) => events.some((event) => event.kind === kind);
  const codes = [window.reference, window.current].map((rows) =>
    mostFrequent(rows.map((row) => row.code_version)),
  );
  return [
    ...(has('model_version')
      ? lost('model_version', 'A provider answers as another version; the old one cannot be asked.')
      : NOTHING
    ).notReplayed,
    ...(has('embedding')
      ? lost('embedding', 'Vectors of the old profile are not kept for replays.')
      : NOTHING
    ).notReplayed,
    ...(has('access')
      ? lost('access', 'A replay has the access rights of now, whatever they were.')
      : NOTHING
    ).notReplayed,
    ...(codes[0] === codes[1] ? NOTHING : lost('code', 'Older code is not at hand.')).notReplayed,
  ];
}

function planned(factor: PlannedFactor): FactorPlan {
  return { factors: [factor], notReplayed: [] };
}

function lost(what: string, why: string): FactorPlan {
  return { factors: [], notReplayed: [{ what, why }] };
}

function mostFrequent(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].toSorted((left, right) => right[1] - left[1]);
  return first?.[0] ?? null;
}
