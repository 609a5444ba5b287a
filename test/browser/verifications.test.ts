import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { createClient } from '../support/client.ts';
import { rewriteRecord } from '../support/rewrite-record.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import { hasChromium, needsChromium, openBrowser } from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage } from './support/watch-page.ts';

/** As an older verifier might have judged it. */
function asContradicted(record: AnswerTraceRecord): AnswerTraceRecord {
  const claims = record.verification.claims.map((claim) => ({
    ...claim,
    verdict: 'contradicted' as const,
  }));
  return { ...record, verification: { ...record.verification, claims, verdict: 'unverified' } };
}

describe.skipIf(!hasChromium)(`answers that are checked once more${needsChromium}`, () => {
  let server: RunningFootnote;
  let contradicted: string;

  beforeAll(async () => {
    server = await startFootnote();
    const client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
    ]);
    await client.ask({ question: 'When is overtime paid?' });
    contradicted = (await client.ask({ question: 'When is overtime paid to us?' })).id;
    await rewriteRecord(server.database.pool, contradicted, asContradicted);
  });
  afterAll(() => server.stop());

  it('shows which verdicts are others now, each beside the one on record', async () => {
    await using browser = await openBrowser();
    const { page, faults } = await openWatchedPage(browser.context, server.url);
    await signIn(page, server);
    await page.goto(`${server.url}/verifications`);
    await page.getByText('No answer has been checked again yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForURL('**/verifications/*');
    await page.getByText('2 of 2').waitFor();
    await page.getByText('Done').waitFor();
    await page.getByText('Changed', { exact: true }).click();
    await page.waitForURL('**view=changed');
    const rows = page.getByRole('table', { name: 'Results' }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(1);
    const row = rows.first();
    expect(await row.locator('td[data-label="On record"]').innerText()).toContain('Unverified');
    expect(await row.locator('td[data-label="Now"]').innerText()).toContain('Verified');
    expect(await row.locator('a').first().getAttribute('href')).toContain(contradicted);
    expect(await findBarriers(page)).toEqual([]);

    await page.getByRole('link', { name: 'Verifications' }).last().click();
    await page.getByRole('table', { name: 'Verification runs' }).getByText('Done').waitFor();
    expect(faults).toEqual([]);
  });
});
