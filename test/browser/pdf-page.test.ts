import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import { buildPdf } from '../unit/ingest/parse/build-pdf.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const SENTENCE = 'A lost locker key costs eleven pounds.';

describe.skipIf(!hasChromium)(`evidence on the page of a PDF${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  let traceId: string;
  beforeAll(async () => {
    server = await startFootnote();
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
    await uploadPdf(watched);
    const client = createClient(server, server.adminKey);
    const answer = await client.ask({ question: 'What does a lost locker key cost?' });
    traceId = answer.id;
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('draws a box over the cited sentence on the second page', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/traces/${traceId}?tab=evidence`);
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Page', { exact: true }).click();
    await page.getByText('Page 2 of 2', { exact: true }).waitFor();
    const sheet = page.getByRole('img', { name: /^Page 2 as it is printed; 1 lines? / });
    await sheet.waitFor();
    await page.waitForFunction(HAS_INK_UNDER_THE_BOX);
    expect(new URL(page.url()).searchParams.get('view')).toBe('page');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('turns the page', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByRole('img', { name: /^Page 1 as it is printed; nothing/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe('1');
  });

  it('shows the chunks of the document on its pages', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Locker rules' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Locker rules' }).waitFor();
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Page', { exact: true }).click();
    await page.getByRole('img', { name: /^Page 1 as it is printed; \d/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('page');
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});

/** Whether the place of the marked box has pixels that are not white: the words that it marks. */
const HAS_INK_UNDER_THE_BOX = `(() => {
  const canvas = document.querySelector('canvas');
  const box = document.querySelector('[data-kind="strong"]');
  if (!canvas || !box) return false;
  const scale = canvas.width / canvas.clientWidth;
  const sheet = canvas.getBoundingClientRect();
  const { left, top, width, height } = box.getBoundingClientRect();
  const area = [left - sheet.left, top - sheet.top, width, height].map((size) => size * scale);
  const { data } = canvas.getContext('2d').getImageData(...area);
  return data.some((value, index) => index % 4 === 0 && value < 128);
})()`;

async function uploadPdf({ page }: WatchedPage): Promise<void> {
  const bytes = await buildPdf(
    (pdf) => {
      pdf.fontSize(20).text('Locker rules').moveDown();
      pdf.fontSize(11).text('Lockers stand in the basement and are given out by reception.');
      pdf.addPage().fontSize(11).text('Keys are signed for. ').moveDown();
      pdf.text(SENTENCE);
    },
    { info: { Title: 'Locker rules' } },
  );
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'lockers.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(bytes),
  });
  await page.getByText(/^Done, \d+ new chunks?$/).waitFor({ timeout: 60_000 });
}
