import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const CONFIG = `routes: [{ name: careful, when: { sensitivity: { gte: confidential } }, action: review }]
documents: { rules: [{ match: { source: "hr/**" }, set: { acl: [hr] } }] }
`;

describe.skipIf(!hasChromium)(`the settings${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  let secret: string;
  beforeAll(async () => {
    server = await startFootnote({ config: CONFIG, hasWorker: false });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('makes a key and shows it once', async () => {
    const { page } = watched;
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Settings' })
      .click();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name').fill('helpdesk');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const shown = page.getByRole('region', { name: 'The key “helpdesk”' });
    secret = (await shown.locator('code').textContent()) ?? '';
    expect(secret).toMatch(/^fn_/);
    const { status } = await createClient(server, secret).get('/v1/session');
    expect(status).toBe(200);
    expect(await findBarriers(page)).toEqual([]);
    await page.reload();
    await page.getByRole('row', { name: /helpdesk.*ask.*Valid/ }).waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
  });

  it('revokes it once that was confirmed', async () => {
    const { page } = watched;
    await page
      .getByRole('row', { name: /helpdesk/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Revoke “helpdesk”?' });
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row', { name: /helpdesk.*Revoked/ }).waitFor();
    const { status } = await createClient(server, secret).get('/v1/session');
    expect(status).toBe(401);
  });

  it('says in words who may read which documents', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'Document access' }).click();
    await page.getByRole('row', { name: /source hr\/\*\*.*access for hr/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('says in words how questions are routed, and checks another file', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'Routing policy' }).click();
    await page.getByRole('row', { name: /careful.*confidential or above.*a person/ }).waitFor();
    await page.getByLabel('Configuration file').fill('routes: [{ name: a, prefer: [nobody] }]');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText(/no model is named "nobody"/).waitFor();
    await page.getByLabel('Configuration file').fill(CONFIG);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('It is valid.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
