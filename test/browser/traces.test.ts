import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
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

const LUNCH = 'What does the set lunch cost?';
const PARKING = 'How long may a visitor park?';
const UNKNOWN = 'Who painted the Mona Lisa?';

describe.skipIf(!hasChromium)(`the list of traces${needsChromium}`, () => {
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote();
    client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Canteen', source: 'canteen.md', text: 'The set lunch costs 5 pounds.' },
      { title: 'Parking', source: 'parking.md', text: 'A visitor may park for 4 hours at most.' },
    ]);
    await client.ask({ question: LUNCH, metadata: { app: 'intranet' } });
    await client.ask({ question: PARKING, metadata: { app: 'front-desk' } });
    await client.ask({ question: UNKNOWN, metadata: { app: 'front-desk' } });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
    await watched.page.goto(`${server.url}/traces`);
    await watched.page.getByRole('link', { name: LUNCH }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const rowCount = () => watched.page.locator('tr[data-index]').count();

  it('counts what each filter would leave, and filters by it', async () => {
    const { page } = watched;
    await page.getByRole('combobox', { name: 'App' }).click();
    await page.getByRole('option', { name: 'front-desk · 2' }).click();
    await page.waitForURL('**app=front-desk**');
    await expect.poll(rowCount).toBe(2);
    await page.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'Abstained · 1' }).click();
    await expect.poll(rowCount).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('keeps the filters as a view that can be opened again', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Save these filters as').fill('Desk without an answer');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Desk without an answer', exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`${server.url}/traces`);
    await expect.poll(rowCount).toBe(3);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Desk without an answer', exact: true }).click();
    await expect.poll(rowCount).toBe(1);
    expect(new URL(page.url()).searchParams.get('app')).toBe('front-desk');
  });

  it('puts a range that is drawn over the strip into the address', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/traces`);
    const strip = page.getByRole('figure', { name: /^3 traces from/ });
    const box = await strip.boundingBox();
    if (box === null) throw new Error('The strip is not shown.');
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + 2, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, middle, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL('**from=**to=**');
    await expect.poll(rowCount).toBe(3);
    await page.getByRole('button', { name: 'All time' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
  });

  it('is moved through by keys, which `?` lists', async () => {
    const { page } = watched;
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate('document.activeElement.textContent');
    await expect.poll(focused).toBe(PARKING);
    await page.keyboard.press('k');
    await expect.poll(focused).toBe(UNKNOWN);
    await page.keyboard.press('?');
    await page
      .getByRole('dialog', { name: 'Keyboard shortcuts' })
      .getByText('Next trace')
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL('**/documents');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/traces');
  });

  it('leads from a trace to the next and the previous one of its list', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/traces`);
    await page.getByRole('link', { name: UNKNOWN }).click();
    await page.getByRole('heading', { level: 1, name: UNKNOWN }).waitFor();
    const ways = page.getByRole('navigation', { name: 'Traces of the list' });
    await expect.poll(() => ways.getByRole('link').allInnerTexts()).toEqual(['Next']);
    await page.keyboard.press('n');
    await page.getByRole('heading', { level: 1, name: PARKING }).waitFor();
    await ways.getByRole('link', { name: 'Previous' }).click();
    await page.getByRole('heading', { level: 1, name: UNKNOWN }).waitFor();
    await page.goto(`${server.url}/traces`);
  });

  it('shows new traces as they come while it is live', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Live', exact: true }).click();
    await page.getByRole('button', { name: 'Live: on' }).waitFor();
    await client.ask({ question: 'Is there a vegetarian lunch?' });
    await page.getByRole('link', { name: 'Is there a vegetarian lunch?' }).waitFor();
    await expect.poll(rowCount).toBe(4);
    expect(new URL(page.url()).searchParams.get('live')).toBe('1');
  });

  it('says what cannot be loaded, and loads it on another try', async () => {
    const { page } = watched;
    const list = '**/v1/traces?*';
    await page.route(list, (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.goto(`${server.url}/traces?q=lunch`);
    await page.getByText('Could not load the traces').waitFor();
    await page.unroute(list);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: LUNCH }).waitFor();
    expect(await page.getByText('Could not load the traces').count()).toBe(0);
  });

  it('left the server for nothing', () => {
    expect(watched.strayRequests).toEqual([]);
    expect(watched.faults.filter((fault) => !fault.includes('status of 500'))).toEqual([]);
  });
});
