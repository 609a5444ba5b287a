import type { ClassifierName, StoredExample, TrainedVersion } from '../../contract/classifier.ts';
import { saveClassifierVersion } from '../../db/queries/classifier-examples.ts';
import { inTransaction, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { chooseDescriptions, type WantedDescriptions } from './choose-descriptions.ts';
import { sortExamples } from './sort-examples.ts';

export interface WantedVersion {
  readonly name: ClassifierName;
  readonly examples: readonly StoredExample[];
  /** The version whose examples these began with. */
  readonly basedOn: number | null;
  readonly note: string;
  readonly descriptions: WantedDescriptions;
  readonly activates: boolean;
}

/** An example, and what a classifier that had not seen it said of it. */
export interface GuessedExample extends StoredExample {
  readonly guess: string;
}

export interface TrainedWithGuesses {
  readonly trained: TrainedVersion;
  readonly guessed: readonly GuessedExample[];
}

export interface TrainingCall {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly services: Services;
  /** In the transaction that stores the version. */
  readonly onSaved: (
    transaction: WorkspaceDatabase,
    trained: TrainedVersion,
    guessed: readonly GuessedExample[],
  ) => Promise<void>;
}

/**
 * Trains in a thread and stores the version. Throws `AppError('invalid_value')` for examples that cannot be trained
 * on, and what `createTrainer` throws.
 */
export async function trainVersion(
  database: WorkspaceDatabase,
  wanted: WantedVersion,
  { caller, signal, services, onSaved }: TrainingCall,
): Promise<TrainedWithGuesses> {
  const { used, duplicates, contradictory, contradictions } = sortExamples(wanted.examples);
  const descriptions = chooseDescriptions(wanted.descriptions, used);
  const { coefficients, guesses, measured } = await services.trainClassifier(
    { examples: used },
    signal,
  );
  const report = {
    ...measured,
    contradictions,
    examples: {
      given: wanted.examples.length,
      used: used.length,
      duplicates,
      contradictory,
    },
  };
  const guessed = used.map((example, at) => ({ ...example, guess: guesses[at] ?? '' }));
  return await inTransaction(database, async (transaction) => {
    const { version, isActive } = await saveClassifierVersion(transaction, {
      name: wanted.name,
      examples: used.map((example) => ({
        ...example,
        sha256: sha256(JSON.stringify([example.text, example.label])),
      })),
      basedOn: wanted.basedOn,
      note: wanted.note,
      labelCount: measured.labels.length,
      labelDescriptions: descriptions,
      report,
      coefficients: Buffer.from(coefficients),
      sha256: sha256(coefficients),
      createdBy: { apiKeyId: caller.apiKeyId, name: caller.keyName },
      createdAt: services.clock(),
      activates: wanted.activates,
    });
    const { name } = wanted;
    const trained = {
      name,
      version,
      active: isActive,
      label_descriptions: [...descriptions],
      report,
    };
    await onSaved(transaction, trained, guessed);
    return { trained, guessed };
  });
}
