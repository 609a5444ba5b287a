import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const QUESTION = 'When is overtime paid?';
const FILE = [
  JSON.stringify({
    id: 'pay',
    question: QUESTION,
    answer: 'with the next payslip',
    source: 'pay.md',
    part: 'tuning',
  }),
  JSON.stringify({ id: 'moon', question: 'Who walked on the moon?', kind: 'unanswerable' }),
];

describe.skipIf(!hasChromium)(`an evaluation in the browser${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote();
    const client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
    ]);
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function upload(lines: readonly string[]): Promise<void> {
    const { page } = watched;
    await page.getByLabel('Name').fill('bank');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'File' }).click();
    const buffer = Buffer.from(lines.join('\n'));
    await (await chooser).setFiles({ name: 'bank.jsonl', mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Store' }).click();
  }

  it('says which line of a file is no item, and stores one that is whole', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Evaluations' }).click();
    await upload([...FILE, 'broken']);
    await page.getByText(/line 3: /).waitFor();
    await upload(FILE);
    await page.getByText('Stored 2 items as version 1 of bank.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('changes an item, and stores the next version', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'bank', exact: true }).click();
    await page.getByRole('button', { name: 'Edit pay' }).click();
    await page.getByLabel('Accepted answers').fill('next payslip');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Store as version 2' }).click();
    await page.getByRole('heading', { name: 'bank, version 2' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('starts a run, and shows its figures and what became of each item', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Evaluations' }).first().click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Figures of 2 items' }).waitFor();
    const row = page.getByRole('row', { name: /Item succeeds/ });
    await row.getByText(/100\.0 % \[.*\] \(n 2\)/).waitFor();
    await page.getByText('no data').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByText('Not successful').click();
    await page.getByText('None in this run.').waitFor();
    await page.getByText('All', { exact: true }).click();
    await page.getByRole('link', { name: 'Trace', exact: true }).first().click();
    await page.getByRole('heading', { name: QUESTION }).waitFor();
  });

  it('takes an answer into a gold set with one click', async () => {
    const { page, faults, strayRequests } = watched;
    await page.getByRole('button', { name: 'To gold set' }).click();
    await page.getByRole('link', { name: 'In from-traces, version 1' }).click();
    await page.getByRole('heading', { name: 'from-traces, version 1' }).waitFor();
    // The file that was refused is a fault of the network in the eyes of the browser.
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    expect(strayRequests).toEqual([]);
  });
});
