import type { Page } from 'playwright-core';

interface Server {
  readonly url: string;
  readonly adminKey: string;
}

/** Signs the page's browser in with the admin key; it ends on the Ask page. */
export async function signIn(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await submitKey(page, server);
  await page.getByRole('textbox', { name: 'Question' }).waitFor();
}

/** Fills in and sends the form of the sign-in page. */
export async function submitKey(page: Page, server: Server): Promise<void> {
  await page.getByLabel('API key').fill(server.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
