import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const SENTENCE = 'Staff who adopt a greyhound receive seven days of paid settling-in leave.';
const POLICY = `# Greyhound policy

## Who it is for

It applies to everybody who has worked at the bank for a year.

## Settling in

${SENTENCE} The days are booked with form GH-7.

## Vet bills

Vet bills are not paid by the bank.
`;

describe.skipIf(!hasChromium)(`from a file to its highlighted sentence${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote();
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('uploads a file and follows it until it can be searched', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Documents' }).click();
    await page.getByLabel('Files', { exact: true }).setInputFiles({
      name: 'greyhound.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(POLICY),
    });
    await page.getByText(/^Done, \d+ new chunks?$/).waitFor();
    const row = page.getByRole('row', { name: /Greyhound policy.*Ready/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('greyhound.md');
  });

  it('says why a file cannot be ingested', async () => {
    const { page } = watched;
    await page.getByLabel('Files', { exact: true }).setInputFiles({
      name: 'broken.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 no'),
    });
    const reason = page.getByText('The file cannot be read');
    await reason.waitFor();
    expect(await reason.isVisible()).toBe(true);
  });

  it('answers a question and highlights the cited sentence in its document', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Ask' }).click();
    const question = page.getByRole('textbox', { name: 'Question' });
    await question.fill('How many days of paid settling-in leave do I get for a greyhound?');
    await question.press('Control+Enter');
    await page.getByRole('link', { name: 'Open trace' }).waitFor();
    await page
      .getByRole('button', { name: /^Citation 1: Greyhound policy/ })
      .first()
      .click();
    const evidence = page.getByRole('article', { name: 'Evidence of citation 1' });
    const highlighted = evidence.locator('mark').filter({ hasText: SENTENCE });
    await highlighted.waitFor();
    expect(await evidence.getByText('Vet bills are not paid by the bank.').isVisible()).toBe(true);
  });

  it('asks a model by name, of the documents as they stood on a day before there were any', async () => {
    const { page } = watched;
    const shown = page.url();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'builtin-extractive' }).click();
    await page.getByLabel('Documents as of').fill('2020-01-31T09:00');
    const question = page.getByRole('textbox', { name: 'Question' });
    await question.fill('What is booked with form GH-7?');
    await question.press('Control+Enter');
    await page.getByText('Abstained', { exact: true }).waitFor();
    const asked = new URL(page.url()).searchParams;
    expect(asked.get('model')).toBe('builtin-extractive');
    expect(asked.get('as_of')).toMatch(/^2020-01-3/);
    await page.goto(shown);
  });

  it('shows the trace of the answer, each part at an address of its own', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Open trace' }).click();
    await page.getByRole('heading', { level: 1, name: /settling-in leave/ }).waitFor();
    expect(await page.getByText('Record intact').isVisible()).toBe(true);
    await page
      .getByRole('article', { name: 'Evidence of citation 1' })
      .locator('mark')
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Candidates' }).click();
    await page.getByText('The counts reconcile.').waitFor();
    await page.reload();
    expect(await page.getByRole('tab', { name: 'Candidates' }).getAttribute('aria-selected')).toBe(
      'true',
    );
    const firstChunk = page
      .getByRole('button', { name: 'Greyhound policy', expanded: false })
      .first();
    await firstChunk.click();
    await page.getByRole('link', { name: 'Open in its document' }).waitFor();
  });

  it.each([
    ['Timeline', 'Generate'],
    ['Route', 'Rule that fired'],
    ['Verification', 'Citation precision'],
    ['Prompt', 'No prompt was sent'],
    ['Record', 'SHA-256'],
  ])('fills the tab %s', async (tab, expected) => {
    const { page } = watched;
    await page.getByRole('tab', { name: tab }).click();
    const fact = page.getByRole('tabpanel', { name: tab }).getByText(expected).first();
    await fact.waitFor();
    expect(new URL(page.url()).searchParams.get('tab')).toBe(tab.toLowerCase());
  });

  it('finds the trace by a word of its question', async () => {
    const { page } = watched;
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Traces' })
      .click();
    await page.getByRole('textbox', { name: 'Question' }).fill('greyhound');
    await page.waitForURL('**/traces?q=greyhound');
    await page.getByRole('link', { name: /for a greyhound/ }).waitFor();
    await page.getByRole('textbox', { name: 'Question' }).fill('walrus');
    await page.getByText('No trace matches these filters').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('walrus');
  });

  it('shows a document beside its chunks and highlights a chosen one', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Documents' }).click();
    await page.getByRole('link', { name: 'Greyhound policy' }).click();
    await page.getByRole('button', { name: /Settling in/ }).click();
    await page.locator('mark').filter({ hasText: SENTENCE }).waitFor();
    expect(new URL(page.url()).searchParams.get('chunk')).not.toBeNull();
  });

  it('retires a document only after it was confirmed', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Retire' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retire this document?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Retire' }).click();
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await page.getByText('Retired').waitFor();
    expect(await page.getByRole('button', { name: 'Retire' }).count()).toBe(0);
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
