import type { Page } from 'playwright-core';

interface Server {
  readonly url: string;
  readonly adminKey: string;
}

/** Signs the page's browser in with the admin key; it ends on the Ask page. */
export async function signIn(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('API key').fill(server.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Question' }).waitFor();
}
