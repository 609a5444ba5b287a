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

const QUESTION = 'How many days of paid study leave do staff get?';

function policyWith(days: string): Buffer {
  return Buffer.from(`# Study policy

## Who it is for

It applies to everybody who has worked at the library for a year.

## Study leave

Staff who sit an exam get ${days} days of paid study leave a year. The days are booked with form ST-4.

## Fees

Exam fees are paid back once the exam has been passed.
`);
}

describe.skipIf(!hasChromium)(`a policy that changes${needsChromium}`, () => {
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

  async function goTo(name: string): Promise<void> {
    const navigation = watched.page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name, exact: true }).click();
  }

  async function upload(days: string): Promise<void> {
    await goTo('Documents');
    await watched.page.getByLabel('Files', { exact: true }).setInputFiles({
      name: 'study.md',
      mimeType: 'text/markdown',
      buffer: policyWith(days),
    });
    await watched.page
      .getByText(/^Done, \d+ new chunks?$/)
      .first()
      .waitFor();
  }

  it('is uploaded and asked about', async () => {
    const { page } = watched;
    await upload('four');
    await goTo('Ask');
    const question = page.getByRole('textbox', { name: 'Question' });
    await question.fill(QUESTION);
    await question.press('Control+Enter');
    const answer = page.getByRole('article', { name: 'Answer' });
    await answer
      .getByRole('button', { name: /get four days of paid study leave/ })
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: 'Open trace' }).isVisible()).toBe(true);
  });

  it('is uploaded changed, and the run counts the answer that went stale', async () => {
    const { page } = watched;
    await upload('nine');
    await goTo('Runs');
    await page
      .getByRole('link', { name: /^Upload/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: 'Upload' }).waitFor();
    const stale = page.getByRole('region', { name: 'Stale answers' });
    await stale.getByRole('link', { name: QUESTION }).waitFor();
    expect(await page.getByText('1 of 1 document').isVisible()).toBe(true);
    expect(await page.getByRole('row', { name: /^Embed 1/ }).isVisible()).toBe(true);
  });

  it('shows word by word what changed between its versions', async () => {
    const { page } = watched;
    await goTo('Documents');
    await page.getByRole('link', { name: 'Study policy' }).click();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('link', { name: 'Compare with 1' }).focus();
    await page.keyboard.press('Enter');
    const change = page.getByRole('article').filter({ hasText: 'Changed' });
    await change.locator('ins').filter({ hasText: 'nine' }).waitFor();
    expect(await change.locator('del').allTextContents()).toEqual(['[deleted: four]']);
    expect(await change.locator('ins').allTextContents()).toEqual(['[inserted: nine]']);
    await page
      .getByText(/chunks? kept as/)
      .first()
      .click();
    await page.getByText('It applies to everybody who has worked at the library').waitFor();
  });

  it('tells which answer went stale, and asks it again beside the old one', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'The document' }).click();
    await page.getByRole('tab', { name: 'Answers' }).click();
    const stale = page.getByRole('region', { name: 'Stale answers' });
    await stale.locator('ins').filter({ hasText: 'nine' }).waitFor();
    await stale.getByRole('checkbox', { name: `Choose: ${QUESTION}` }).check();
    await stale.getByRole('button', { name: 'Ask again' }).click();
    const pair = stale.getByRole('article', { name: `Old and new answer to: ${QUESTION}` });
    await pair
      .getByRole('region', { name: 'Old answer' })
      .getByText('four days of paid study leave')
      .waitFor();
    const after = pair.getByRole('region', { name: 'New answer' });
    await after.getByText('nine days of paid study leave').waitFor();
    expect(await after.getByRole('link', { name: 'Trace of the new answer' }).isVisible()).toBe(
      true,
    );
  });

  it('keeps the comparison at an address of its own', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Compare with the new answer' }).click();
    await page.waitForURL('**compare=**');
    await page.reload();
    const pair = page.getByRole('article', { name: `Old and new answer to: ${QUESTION}` });
    await pair.getByText('nine days of paid study leave').waitFor();
    expect(await pair.getByText('four days of paid study leave').isVisible()).toBe(true);
  });

  it('marks the old trace as stale and leads from it to the change and the new answer', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Trace of the old answer' }).click();
    await page.getByText('What this answer cites has changed since.').waitFor();
    expect(await page.getByText('Record intact').isVisible()).toBe(true);
    await page
      .getByRole('link', { name: 'Study policy: see what changed from version 1 to 2' })
      .click();
    await page.locator('ins').filter({ hasText: 'nine' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Open the newer answer' }).click();
    await page.getByRole('link', { name: 'an answer that went stale' }).waitFor();
  });

  it('brings the first version back after it was confirmed', async () => {
    const { page } = watched;
    await goTo('Documents');
    await page.getByRole('link', { name: 'Study policy' }).click();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Restore' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore version 1?' });
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Restored from version 1').waitFor();
    const row = page.getByRole('row', { name: /^Version 3/ });
    expect(await row.textContent()).toContain('Serves now');
  });

  it('takes a new classification without another version', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Study rules');
    await page.getByRole('combobox', { name: 'Tags' }).fill('people');
    await page.getByRole('combobox', { name: 'Tags' }).press('Enter');
    await page.getByRole('combobox', { name: 'Classification' }).click();
    await page.getByRole('option', { name: 'confidential' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Study rules' }).waitFor();
    const header = page.locator('main header').first();
    expect(await header.textContent()).toContain('confidential');
    expect(await header.textContent()).toContain('Version that serves3');
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
