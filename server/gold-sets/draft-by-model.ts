import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import type { DraftGoldItems, DraftedGoldItems, NoDraftReason } from '../../contract/gold-draft.ts';
import { GoldDraftId } from '../../contract/ids.ts';
import type { ModelAttempt } from '../../contract/routing.ts';
import { findDraftedItems, type NewGoldDraft } from '../../db/queries/gold-drafts.ts';
import { findServedChunks } from '../../db/queries/served-chunks.ts';
import type { ServedText } from '../../db/queries/served-texts.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { refuseRouteOverBudget } from '../answer/refuse-over-budget.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { readTaskSignals } from '../routing/read-task-signals.ts';
import type { Services } from '../services.ts';
import { askForDraft, type DraftOutcome } from './ask-for-draft.ts';
import type { ChunkToDraft, DraftCall } from './draft-call.ts';
import { readPlaces, type DraftedPlaces } from './drafted-places.ts';

export interface ModelDrafting {
  readonly caller: Caller;
  readonly goldSet: string;
  readonly documents: readonly ServedText[];
  readonly request: DraftGoldItems;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

export interface ModelDrafts {
  readonly drafts: readonly NewGoldDraft[];
  /** About so many chunks a model was asked. */
  readonly asked: number;
  readonly notKept: DraftedGoldItems['not_kept'];
  readonly attempts: readonly ModelAttempt[];
}

const CONCURRENCY = 4;
/** A model that writes nothing usable is not asked forever. */
const ASKED_PER_DRAFT = 2;
const MIN_CHUNK_CHARS = 25;
const MAX_CHUNKS = 20_000;

/**
 * Drafts from chunks of the documents, in turn from each, until there are as many as were asked for. Throws
 * `AppError('conflict')` where no model is configured or none may see any of them, `invalid_value` for one that is not
 * configured, and `budget_exceeded` where that is the policy.
 */
export async function draftByModel(
  drafting: ModelDrafting,
  services: Services,
): Promise<ModelDrafts> {
  const { caller, goldSet, request } = drafting;
  requireModel(request.model, services);
  const database = inWorkspace(services.database, caller.workspaceId);
  const places = readPlaces(await findDraftedItems(database, goldSet));
  const chunks = await listChunks(drafting, places, services);
  const budget = await openBudget({ caller, workflow: null }, services);
  const call = { ...drafting, model: request.model ?? 'auto', budget, places };
  const outcomes = await askInTurn(chunks, { call, count: request.count }, services);
  const attempts = outcomes.flatMap((outcome) => outcome.attempts);
  if (attempts.length === 0) refuseUnasked(outcomes, call);
  const drafts = outcomes.flatMap(({ draft }) =>
    draft === null ? [] : [{ ...draft, id: GoldDraftId.parse(services.newId()) }],
  );
  const asked = outcomes.filter((outcome) => outcome.attempts.length > 0).length;
  return { drafts, asked, notKept: countReasons(outcomes), attempts };
}

/** Stops where nobody answers any more, too: the next chunk would wait as long. */
async function askInTurn(
  chunks: readonly ChunkToDraft[],
  { call, count }: { readonly call: DraftCall; readonly count: number },
  services: Services,
): Promise<readonly DraftOutcome[]> {
  const outcomes: DraftOutcome[] = [];
  let missing = count;
  let mayAsk = count * ASKED_PER_DRAFT;
  let next = 0;
  while (missing > 0 && mayAsk > 0 && next < chunks.length) {
    const wave = chunks.slice(next, next + Math.min(CONCURRENCY, missing, mayAsk));
    next += wave.length;
    const ended = await Promise.all(wave.map((chunk) => askForDraft(chunk, call, services)));
    outcomes.push(...ended);
    missing -= ended.filter(({ draft }) => draft !== null).length;
    mayAsk -= ended.filter(({ attempts }) => attempts.length > 0).length;
    if (ended.some(({ reason }) => reason === 'over_budget')) break;
    if (ended.every(({ reason }) => reason === 'no_reply')) break;
  }
  return outcomes;
}

/** The first chunk of each document, then the second of each; without those of which a model has written before. */
async function listChunks(
  { caller, documents }: ModelDrafting,
  places: DraftedPlaces,
  services: Services,
): Promise<readonly ChunkToDraft[]> {
  const chunks = await findServedChunks(inWorkspace(services.database, caller.workspaceId), {
    ids: documents.map(({ documentId }) => documentId),
    reader: readerFor(caller),
    limit: MAX_CHUNKS,
  });
  const { matchTopic, ownDetectors } = services.policy;
  const ofEach = documents.map((document) => {
    const settings = { matchTopic, ownDetectors, now: services.now };
    const signals = readTaskSignals('extraction', document.title, settings);
    return chunks
      .filter(
        ({ documentId, version, text }) =>
          documentId === document.documentId &&
          version === document.version &&
          text.trim().length >= MIN_CHUNK_CHARS &&
          !places.holds(document.source, text, 'model'),
      )
      .map((chunk) => ({ document, signals, chunk }));
  });
  const rounds = Math.max(0, ...ofEach.map(({ length }) => length));
  return Array.from({ length: rounds }, (_none, round) =>
    ofEach.flatMap((own) => own[round] ?? []),
  ).flat();
}

function requireModel(name: string | undefined, { policy }: Services): void {
  const names = policy.models
    .map((model) => model.name)
    .filter((one) => one !== BUILTIN_EXTRACTIVE);
  if (names.length === 0) {
    throw new AppError('conflict', 'No model is configured: drafts are written by template only.');
  }
  if (name === undefined || names.includes(name)) return;
  const message = `no model is named "${name}" (there are ${names.join(', ')})`;
  throw new AppError('invalid_value', 'The body has fields that are not valid.', {
    fields: [{ path: '/model', message }],
  });
}

/** Where there were chunks, and none of them was sent anywhere. */
function refuseUnasked(outcomes: readonly DraftOutcome[], { budget }: DraftCall): void {
  const [first] = outcomes;
  if (first === undefined) return;
  const { route, reason } = outcomes.find((one) => one.reason === 'over_budget') ?? first;
  refuseRouteOverBudget(route, budget);
  const details = route.receipt.candidates
    .filter(({ model, eligible }) => model !== BUILTIN_EXTRACTIVE && !eligible)
    .map(({ model, detail }) => `${model}: ${detail}`);
  const why = route.reviewReason ?? details.join(' ');
  const verb = reason === 'not_allowed' ? 'may' : 'can';
  throw new AppError('conflict', `No model ${verb} write drafts of these documents. ${why}`.trim());
}

function countReasons(outcomes: readonly DraftOutcome[]): DraftedGoldItems['not_kept'] {
  const counts = new Map<NoDraftReason, number>();
  for (const { reason } of outcomes) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
