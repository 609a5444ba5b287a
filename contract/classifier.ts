import { z } from 'zod';
import { ReviewId } from './ids.ts';
import { GivenDescriptions, KeptDescriptions, Label } from './label.ts';
import { ModelName } from './model-name.ts';
import { pageOf, pageQuery } from './page.ts';
import { storableText } from './text-limits.ts';

export const MAX_CLASSIFIED_CHARS = 32_000;
export const MIN_EXAMPLES_PER_LABEL = 5;
export const MAX_EXAMPLES = 20_000;

export const ClassifierName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');
export type ClassifierName = z.infer<typeof ClassifierName>;

export const ClassifierVersionNumber = z.int().min(1);
const versionParameter = z.coerce.number().int().min(1).max(2_147_483_647);

const notBlank = { message: 'must not be blank' };

/** A text to be labelled: 1 to 32,000 UTF-16 code units. */
export const ClassifiedText = storableText()
  .min(1)
  .max(MAX_CLASSIFIED_CHARS)
  .refine((text) => text.trim() !== '', notBlank);

export const Example = z
  .strictObject({ text: ClassifiedText, label: Label })
  .meta({ id: 'Example' });
export type Example = z.infer<typeof Example>;

/** Where an example comes from: somebody gave it, a model labelled it, or a person decided it in a review. */
export const EXAMPLE_ORIGINS = ['given', 'model', 'review'] as const;
export const ExampleOrigin = z.enum(EXAMPLE_ORIGINS).meta({ id: 'ExampleOrigin' });
export type ExampleOrigin = z.infer<typeof ExampleOrigin>;

const share = z.number().min(0).max(1);
const count = z.int().min(0);

const LabelQuality = z.object({
  label: z.string(),
  examples: count,
  precision: share,
  recall: share,
  f1: share,
});

/** How good a version is on examples that it was not trained on, each left out of one of several trainings. */
export const ClassifierReport = z
  .object({
    learner: z.string().describe('Which learner, in which version.'),
    examples: z.object({
      given: count,
      used: count,
      duplicates: count.describe('Same text and label as another one: kept once.'),
      contradictory: count.describe('Same text with different labels: left out.'),
    }),
    folds: z.int().min(2).describe('Into so many parts the examples were dealt.'),
    accuracy: share,
    macro_f1: share.describe("Mean of the labels' F1."),
    labels: z.array(LabelQuality).describe('By name.'),
    confusions: z
      .array(z.object({ label: z.string(), predicted: z.string(), count: z.int().min(1) }))
      .describe('Which label is taken for which, the most frequent first.'),
    calibration: z.object({
      error: share.describe('Mean distance between probability and accuracy, over 15 bins.'),
      temperature: z.number().min(0),
      bins: z
        .array(z.object({ from: share, to: share, count, probability: share, accuracy: share }))
        .describe('Those of the 15 that hold texts.'),
    }),
    coverage: z
      .array(z.object({ coverage: share, min_probability: share, accuracy: share }))
      .describe('Accuracy on the surest share of the texts, from a twentieth to all of them.'),
    suspects: z
      .array(
        z.object({
          text: z.string(),
          label: z.string(),
          predicted: z.string(),
          probability: share.describe('Of what it predicts instead.'),
        }),
      )
      .describe('Examples whose label is probably wrong, the likeliest first.'),
    contradictions: z.array(z.object({ text: z.string(), labels: z.array(z.string()) })),
    training_ms: z.number().min(0),
  })
  .meta({ id: 'ClassifierReport' });
export type ClassifierReport = z.infer<typeof ClassifierReport>;

const examples = z
  .array(Example)
  .min(1)
  .max(MAX_EXAMPLES)
  .describe('From five different texts a label up, of at least two labels.');
const activate = z.boolean().default(true).describe('Whether the new version serves at once.');
const note = storableText().max(500).default('');

export const CreateClassifier = z
  .strictObject({
    name: ClassifierName,
    examples,
    label_descriptions: GivenDescriptions,
    activate,
    note,
  })
  .meta({ id: 'CreateClassifier' });
export type CreateClassifier = z.infer<typeof CreateClassifier>;

/** Trains a version from the examples of another and these; a text that is given again takes the new label, a label the new description. */
export const AddExamples = z
  .strictObject({
    examples,
    label_descriptions: GivenDescriptions,
    to_version: ClassifierVersionNumber.optional().describe('Default: the active one.'),
    activate,
    note,
  })
  .meta({ id: 'AddExamples' });
export type AddExamples = z.infer<typeof AddExamples>;

/** A version that was just trained. */
export const TrainedVersion = z
  .object({
    name: ClassifierName,
    version: ClassifierVersionNumber,
    active: z.boolean(),
    label_descriptions: KeptDescriptions,
    report: ClassifierReport,
  })
  .meta({ id: 'TrainedVersion' });
export type TrainedVersion = z.infer<typeof TrainedVersion>;

export const ClassifierVersionSummary = z
  .object({
    version: ClassifierVersionNumber,
    active: z.boolean(),
    created_at: z.iso.datetime(),
    created_by: z.string().describe('The name of the key.'),
    based_on: ClassifierVersionNumber.nullable().describe('Whose examples it took over.'),
    note: z.string(),
    sha256: z.string().describe('Of its coefficients.'),
    label_count: count,
    example_count: count,
    accuracy: share,
    macro_f1: share,
  })
  .meta({ id: 'ClassifierVersionSummary' });
export type ClassifierVersionSummary = z.infer<typeof ClassifierVersionSummary>;

export const ClassifierVersion = ClassifierVersionSummary.extend({
  name: ClassifierName,
  label_descriptions: KeptDescriptions,
  report: ClassifierReport,
}).meta({ id: 'ClassifierVersion' });
export type ClassifierVersion = z.infer<typeof ClassifierVersion>;

export const Classifier = z
  .object({
    name: ClassifierName,
    created_at: z.iso.datetime(),
    version: ClassifierVersionNumber.describe('The active one.'),
    previous_version: ClassifierVersionNumber.nullable().describe('What a rollback goes back to.'),
    version_count: z.int().min(1),
    label_count: count,
    example_count: count,
    accuracy: share,
    macro_f1: share,
  })
  .meta({ id: 'Classifier' });
export type Classifier = z.infer<typeof Classifier>;

export const ClassifierDetail = Classifier.extend({
  label_descriptions: KeptDescriptions,
  report: ClassifierReport,
}).meta({ id: 'ClassifierDetail' });
export type ClassifierDetail = z.infer<typeof ClassifierDetail>;

/** What people decided in reviews becomes examples of the next version. */
export const AddReviewed = z
  .strictObject({
    review_ids: z
      .array(ReviewId)
      .min(1)
      .max(200)
      .optional()
      .describe('Default: all that are decided and not among the examples yet.'),
    activate,
    note,
  })
  .meta({ id: 'AddReviewed' });
export type AddReviewed = z.infer<typeof AddReviewed>;

const MAX_DISTILLED = 500;

/** A model labels texts, and the next version learns from its labels. */
export const DistilRequest = z
  .strictObject({
    model: ModelName,
    texts: z.array(ClassifiedText).min(1).max(MAX_DISTILLED),
    include_examples: z
      .boolean()
      .default(true)
      .describe('Whether the examples of the active version are learnt from, too.'),
    compare_on: z
      .int()
      .min(0)
      .max(200)
      .default(20)
      .describe('So many examples that people labelled are given to the model, too.'),
    activate: z.boolean().default(false),
    note,
  })
  .meta({ id: 'DistilRequest' });
export type DistilRequest = z.infer<typeof DistilRequest>;

/** What the small classifier loses against the model that taught it, and what it saves. */
export const Distillation = z
  .object({
    model: ModelName,
    texts: z.object({
      given: count,
      labelled: count,
      unlabelled: count.describe('The model was unsure, failed, or might not be asked.'),
    }),
    agreement: share
      .nullable()
      .describe(
        "Share of the model's labels that the classifier gives, too, when it has not seen them.",
      ),
    compared: z
      .object({
        examples: z.int().min(1),
        model_accuracy: share,
        classifier_accuracy: share.describe('Without having seen them.'),
        gap: z.number().min(-1).max(1).describe('By how much the model is better.'),
      })
      .nullable()
      .describe('On examples that people labelled; null where there are none.'),
    saving: z.object({
      model_usd_per_1000: z.number().min(0),
      model_ms_per_text: z.number().min(0),
      classifier_ms_per_text: z.number().min(0),
      spent_usd: z.number().min(0).describe('What labelling cost.'),
    }),
  })
  .meta({ id: 'Distillation' });
export type Distillation = z.infer<typeof Distillation>;

export const DistilledVersion = TrainedVersion.extend({ distillation: Distillation }).meta({
  id: 'DistilledVersion',
});
export type DistilledVersion = z.infer<typeof DistilledVersion>;

export const ListClassifiers = z.strictObject(pageQuery);
export const ClassifierPage = pageOf(Classifier);
export const ListClassifierVersions = z.strictObject(pageQuery);
export const ClassifierVersionPage = pageOf(ClassifierVersionSummary);

export const StoredExample = z
  .object({
    text: z.string(),
    label: z.string(),
    origin: ExampleOrigin,
    origin_id: z.string().nullable().describe('The model, or the review, that it comes from.'),
  })
  .meta({ id: 'StoredExample' });
export type StoredExample = z.infer<typeof StoredExample>;

export const ListExamples = z.strictObject({
  ...pageQuery,
  version: versionParameter.optional().describe('Default: the active one.'),
  label: z.string().max(200).optional(),
});
export type ListExamples = z.infer<typeof ListExamples>;
export const ExamplePage = pageOf(StoredExample);

export const ClassifierParams = z.strictObject({ name: ClassifierName });
export const ClassifierVersionParams = z.strictObject({
  name: ClassifierName,
  version: versionParameter,
});

export const CompareVersions = z.strictObject({ from: versionParameter, to: versionParameter });

/** Two versions by their reports, each cross-validated on its own examples, and what became of these. */
export const VersionComparison = z
  .object({
    name: ClassifierName,
    from: ClassifierVersionSummary,
    to: ClassifierVersionSummary,
    examples: z.object({ added: count, removed: count, relabelled: count, kept: count }),
    accuracy_change: z.number().min(-1).max(1),
    macro_f1_change: z.number().min(-1).max(1),
    labels: z
      .array(
        z.object({
          label: z.string(),
          f1_from: share.nullable(),
          f1_to: share.nullable().describe('Null where the version does not have the label.'),
        }),
      )
      .describe('The greatest change first.'),
  })
  .meta({ id: 'VersionComparison' });
export type VersionComparison = z.infer<typeof VersionComparison>;
