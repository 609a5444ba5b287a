import type { Detector } from './detector.ts';

/** What somebody has or goes through; what a plan covers or a policy grants is not among them. */
const CONDITIONS =
  "diagnosed with|diagnosis|cancer|tumou?r|leuk(?:a)?emia|chemotherapy|radiotherapy|dialysis|hiv|aids|hepatitis|tuberculosis|diabet(?:es|ic)|epilep(?:sy|tic)|multiple sclerosis|parkinson(?:['’]s)?|alzheimer(?:['’]s)?|dementia|stroke|heart attack|depress(?:ion|ed)|bipolar|schizophreni[ac]|psychosis|ptsd|burn-?out|panic attacks?|anorexia|bulimia|addict(?:ed|ion)|alcoholi[cs]m?|suicid(?:e|al)|pregnan(?:t|cy)|miscarriage|abortion|ivf|autis(?:m|tic)|adhd|wheelchair|blood pressure|crohn(?:['’]s)?|asthma|migraines?|endometriosis|covid(?:-19)?";
const CONDITION = new RegExp(String.raw`(?<![\p{L}\d])(?:${CONDITIONS})(?![\p{L}\d])`, 'giu');
/** Somebody in particular: whoever asks, one who is named, or one who has been spoken of. */
const PERSON =
  /(?<![\p{L}\d])(?:I(?:[ '’](?:am|m|was|have|ve|had|suffer|need|take|got|think|feel|tested)\b)|[Mm]y(?! (?:plan|policy|insurance|company|employer)\b)|[Hh]e|[Ss]he|[Hh]is|[Hh]er|(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Mme|Sr|Sra)\.? \p{Lu}\p{L}+|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+(?:['’]s| is| was| has| had| suffers| needs| told| tested))(?![\p{L}\d])/u;

/** Health and a person together; either alone is nobody's secret. */
export const HEALTH_DETECTORS: readonly Detector[] = [
  {
    type: 'health_of_person',
    minDigits: 0,
    classification: 'confidential',
    score: 0.7,
    pattern: CONDITION,
    mayOccur: new RegExp(CONDITION.source, 'iu'),
    context: PERSON,
    isValid: () => true,
  },
];
