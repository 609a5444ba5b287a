import type { ClassifierName, Example, StoredExample } from '../../contract/classifier.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { describeDistillation, learnFromModel } from '../classifiers/distil.ts';
import { readVersion, requireClassifier } from '../classifiers/find-classifier.ts';
import { readReviewed } from '../classifiers/read-reviewed.ts';
import { textKey } from '../classifiers/sort-examples.ts';
import { trainVersion } from '../classifiers/train-version.ts';
import type { Call, HandlerResult, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';

type TrainingHandlers = Pick<
  Handlers,
  'createClassifier' | 'addClassifierExamples' | 'addReviewedExamples' | 'distilClassifier'
>;

export function createClassifierTrainingHandlers(services: Services): TrainingHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async createClassifier({ caller, body, signal, keepReply }) {
      const { name, activate: activates, note } = body;
      const examples = body.examples.map(asGiven);
      const descriptions = { given: body.label_descriptions, inherited: [] };
      const wanted = { name, examples, descriptions, basedOn: null, note, activates };
      const { trained } = await trainVersion(scoped(caller), wanted, {
        caller,
        signal,
        services,
        onSaved: (transaction, result) => keepReply(transaction, { body: result }),
      });
      return { body: trained };
    },

    async addClassifierExamples({ caller, params, body, signal, keepReply }) {
      const database = scoped(caller);
      const { name } = params;
      const basedOn = body.to_version ?? (await requireClassifier(database, name)).version;
      const before = await readVersion(database, { name, version: basedOn });
      const examples = replaceExamples(before.examples, body.examples.map(asGiven));
      const inherited = before.version.label_descriptions;
      const descriptions = { given: body.label_descriptions, inherited };
      const { note, activate: activates } = body;
      const wanted = { name, examples, descriptions, basedOn, note, activates };
      const { trained } = await trainVersion(database, wanted, {
        caller,
        signal,
        services,
        onSaved: (transaction, result) => keepReply(transaction, { body: result }),
      });
      return { body: trained };
    },

    async addReviewedExamples({ caller, params: { name }, body, signal, keepReply }) {
      const database = scoped(caller);
      const { version: basedOn } = await requireClassifier(database, name);
      const { version, examples: before } = await readVersion(database, { name, version: basedOn });
      const ids = body.review_ids ?? null;
      const by = traceReaderFor(caller);
      const reviewed = await readReviewed(database, { classifier: name, ids, by });
      const added = withoutKnown(reviewed, before, name);
      const examples = replaceExamples(before, added);
      const descriptions = { given: [], inherited: version.label_descriptions };
      const { note, activate: activates } = body;
      const wanted = { name, examples, descriptions, basedOn, note, activates };
      const { trained } = await trainVersion(database, wanted, {
        caller,
        signal,
        services,
        onSaved: (transaction, result) => keepReply(transaction, { body: result }),
      });
      return { body: trained };
    },

    distilClassifier: (call) => distil(call, services),
  };
}

/** What a person has labelled is not given a model's label. */
async function distil(
  { caller, params: { name }, body, signal, traceparent, keepReply }: Call<'distilClassifier'>,
  services: Services,
): Promise<HandlerResult<'distilClassifier'>> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const { version: basedOn } = await requireClassifier(database, name);
  const { version, examples: before } = await readVersion(database, { name, version: basedOn });
  const call = { name, request: body, caller, signal, traceparent };
  const taught = await learnFromModel(database, { call, before }, services);
  const kept = body.include_examples ? before : [];
  const known = new Set(kept.map(({ text }) => textKey(text)));
  const learnt = taught.examples.filter(({ text }) => !known.has(textKey(text)));
  const examples = [...kept, ...learnt];
  const descriptions = { given: [], inherited: version.label_descriptions };
  const { note, activate: activates } = body;
  const wanted = { name, examples, descriptions, basedOn, note, activates };
  const { trained, guessed } = await trainVersion(database, wanted, {
    caller,
    signal,
    services,
    onSaved: (transaction, result, told) =>
      keepReply(transaction, {
        body: { ...result, distillation: describeDistillation(taught, told, body) },
      }),
  });
  return { body: { ...trained, distillation: describeDistillation(taught, guessed, body) } };
}

function asGiven(example: Example): StoredExample {
  return { ...example, origin: 'given', origin_id: null };
}

/** A text that is given again takes the new label. */
function replaceExamples(
  before: readonly StoredExample[],
  given: readonly StoredExample[],
): readonly StoredExample[] {
  const replaced = new Set(given.map(({ text }) => textKey(text)));
  return [...before.filter(({ text }) => !replaced.has(textKey(text))), ...given];
}

/** Throws `AppError('conflict')` when nothing is left to learn. Of two decisions on one text the newest counts. */
function withoutKnown(
  reviewed: readonly StoredExample[],
  before: readonly StoredExample[],
  name: ClassifierName,
): readonly StoredExample[] {
  const known = new Set(before.flatMap(({ origin_id: id }) => id ?? []));
  const newest = new Map<string, StoredExample>();
  for (const example of reviewed) {
    const key = textKey(example.text);
    if (!newest.has(key)) newest.set(key, example);
  }
  const added = [...newest.values()].filter(({ origin_id: id }) => id === null || !known.has(id));
  if (added.length > 0) return added;
  throw new AppError('conflict', `No decision on a text of "${name}" is left to learn from.`);
}
