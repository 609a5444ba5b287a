import type {
  EvaluatedItem,
  Evaluation,
  PartFigures,
  ReportFormat,
} from '../../contract/evaluation.ts';

/** All that a report tells. */
export interface ReportContent {
  readonly evaluation: Evaluation;
  readonly parts: readonly PartFigures[];
  readonly items: readonly EvaluatedItem[];
}

export function renderReport(content: ReportContent, format: ReportFormat) {
  const { id } = content.evaluation;
  return {
    bytes: Buffer.from(JSON.stringify(content), 'utf8'),
    fileName: `evaluation-${id}.${format}`,
  };
}
