import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedWorkflowRun } from '../../contract/workflow.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishWorkflowRun } from '../support/finish-workflow-run.ts';
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

const CONFIG = `
workflows:
  - name: desk
    description: Answers questions about pay.
    steps:
      - { kind: policy, review_when: { regulated_topic: [payroll_dispute] } }
      - { kind: retrieve, max_chunks: 4 }
      - { name: draft, kind: answer }
      - { kind: verify, accept: [verified] }
      - { kind: decide }
`;
const ANSWERED = 'When is overtime paid?';
const HELD = 'My overtime is missing from my payslip. When is overtime paid?';

describe.skipIf(!hasChromium)(`a workflow in the browser${needsChromium}`, () => {
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote({ config: CONFIG });
    client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
    ]);
    const inputs = [ANSWERED, HELD, 'Zzyzx qwrtp?'].map((text) => ({ text }));
    const { body } = await client.post<StartedWorkflowRun>('/v1/workflows/desk/runs', { inputs });
    await finishWorkflowRun(client, { workflow: 'desk', id: body.run_id });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('shows what became of its tickets', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Workflows' }).click();
    await page.getByRole('link', { name: 'desk', exact: true }).click();
    await page.getByText('Answers questions about pay.').waitFor();
    await page.getByText('policy → retrieve → draft → verify → decide').waitFor();
    await page.getByRole('cell', { name: ANSWERED }).first().waitFor();
    await page.getByRole('cell', { name: HELD }).first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('opens the tickets behind a number, and the answer behind a ticket', async () => {
    const { page, faults, strayRequests } = watched;
    await page.getByRole('link', { name: /Resolved by itself/ }).click();
    await page.getByRole('cell', { name: HELD }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: ANSWERED }).getByRole('link').click();
    await page.getByRole('heading', { name: ANSWERED }).waitFor();
    expect(faults).toEqual([]);
    expect(strayRequests).toEqual([]);
  });
});
