import { describe, expect, it } from 'vitest';
import { Evaluation, REPORT_FORMATS } from '../../../../contract/evaluation.ts';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { aggregate } from '../../../../server/evaluation/aggregate.ts';
import { describeItem } from '../../../../server/evaluation/describe-item.ts';
import { renderReport } from '../../../../server/evaluation/report/render-report.ts';
import { observationOf } from './sample-run.ts';

const HOSTILE =
  '<script>alert(1)</script> & "x" | `y` [z](javascript:alert(2)) <img src=x onerror=1>';

async function report(format: (typeof REPORT_FORMATS)[number], simulated = false): Promise<string> {
  const item = GoldItem.parse({
    id: HOSTILE,
    input: HOSTILE,
    expected: { accepted_answers: ['27'] },
  });
  const variants = ['one', 'other'];
  const results = variants.map((variant) => ({
    variant,
    item: item.id,
    trace_id: null,
    observation: observationOf({ answer: variant === 'one' ? 'no' : '27', model: HOSTILE }),
  }));
  const evaluation = Evaluation.parse({
    id: '0198c0de-0000-7000-8000-000000000001',
    status: 'failed',
    gold_set: { name: 'bank', version: 3 },
    part: null,
    variants: variants.map((name) => ({ name })),
    concurrency: 2,
    progress: { total: 2, done: 2, failed: 0, skipped: 0 },
    failure: HOSTILE,
    simulated,
    config_hashes: ['abc'],
    code_version: '1',
    created_by: HOSTILE,
    created_at: '2026-11-23T15:00:00.000Z',
    started_at: null,
    finished_at: null,
  });
  const parts = await aggregate([item], results, variants);
  const content = { evaluation, parts, items: [describeItem(item, results, variants)] };
  return Buffer.from(renderReport(content, format).bytes).toString('utf8');
}

describe('a report', () => {
  it('as HTML shows text as text, loads nothing and runs nothing', async () => {
    const html = await report('html');
    expect(html).not.toMatch(/<script|<img|<a |<[^>]*\s(?:href|src|on\w+)=/u);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('<svg');
  });

  it('as Markdown makes no markup of what it quotes', async () => {
    const markdown = await report('md');
    expect(markdown).not.toMatch(/<script|<img|(?<!\\)`y|(?<!\\)\[z/u);
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    const cells = (row: string) => row.split(/(?<!\\)\|/u).length;
    for (const row of rows.filter((line) => line.includes('alert'))) {
      expect([4, 5, 7, 9]).toContain(cells(row));
    }
  });

  it.each(REPORT_FORMATS)('as %s says in its title that models were simulated', async (format) => {
    expect(await report(format, true)).toContain('Simulated: Evaluation of bank, version 3');
    expect(await report(format)).not.toContain('Simulated');
  });

  it('lists what improved, and says what has no data', async () => {
    const markdown = await report('md');
    expect(markdown).toMatch(/other \| improved/u);
    expect(markdown).toMatch(/Unanswerable items abstained \| no data/u);
  });
});
