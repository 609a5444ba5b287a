import type { EvaluationVariant } from '../../contract/evaluation-variant.ts';
import type { CommandContext } from '../command-context.ts';
import { trainDeskOnce } from '../workflow/desk-tickets.ts';
import { findDemoGold, uploadGoldFile } from './upload-gold-file.ts';

const DEMO_SET = 'demo';

export interface EvaluationStart {
  /** Default: the items of the demo, whose classifier is trained first where there is none. */
  readonly goldSet?: string;
  /** A file, which is stored as the set first. */
  readonly gold?: string;
  readonly part?: string;
  readonly concurrency: number;
  /** None: the configuration as it is. */
  readonly variants: readonly EvaluationVariant[];
}

/** Starts a run, and gives its id. */
export async function startEvaluation(
  context: CommandContext,
  { goldSet, gold, part, concurrency, variants }: EvaluationStart,
): Promise<string> {
  if (gold === undefined && goldSet === undefined) await trainDeskOnce(context);
  const path = gold ?? (goldSet === undefined ? findDemoGold() : null);
  const set = goldSet ?? DEMO_SET;
  const version =
    path === null ? {} : { version: (await uploadGoldFile(context, { path, name: set })).version };
  const { value } = await context.client.call('createEvaluation', {
    body: {
      gold_set: set,
      ...version,
      concurrency,
      ...(part === undefined ? {} : { part }),
      ...(variants.length === 0 ? {} : { variants: [...variants] }),
    },
  });
  context.terminal.note(`Run ${value.id}: ${value.progress.total} to do.`);
  return value.id;
}
