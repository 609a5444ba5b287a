import type { ReportFormat } from '../../../contract/evaluation.ts';
import type { FileResult } from '../../http/handlers.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { composeReport, type ReportContent } from './report-content.ts';

/** The report of a run as a file; its name tells a simulated one, too. */
export function renderReport(content: ReportContent, format: ReportFormat): FileResult {
  const { evaluation } = content;
  const kind = evaluation.simulated ? 'simulated-evaluation' : 'evaluation';
  const name = `${kind}-${evaluation.gold_set.name}-${evaluation.id}.${format}`;
  return { bytes: Buffer.from(write(content, format), 'utf8'), fileName: name };
}

function write(content: ReportContent, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return renderHtml(composeReport(content));
    case 'md':
      return renderMarkdown(composeReport(content));
    case 'json':
      return `${JSON.stringify({ title: composeReport(content).title, ...content }, null, 2)}\n`;
    default:
      return format satisfies never;
  }
}
