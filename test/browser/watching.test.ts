import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import { hasChromium, needsChromium, openBrowser } from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage } from './support/watch-page.ts';

const DETAIL = 'abstained_rate is 0.8 (opens above 0.5).';
const UPSTREAM = 'openai_compatible 127.0.0.1:9/v1 large';

describe.skipIf(!hasChromium)(`canaries, alerts and recovery${needsChromium}`, () => {
  let server: RunningFootnote;

  beforeAll(async () => {
    server = await startFootnote({
      hasWorker: false,
      config: writeConfig('http://127.0.0.1:9/v1', {
        models: [{ name: 'large' }],
        sections: {
          canaries: {
            every_minutes: null,
            questions: Array.from({ length: 10 }, (_, n) => ({ question: `What is ${n}?` })),
          },
          alerts: [
            {
              name: 'abstains',
              kind: 'threshold',
              metric: 'abstained_rate',
              opens: 'above',
              at: 0.5,
            },
            { name: 'answers-moved', kind: 'drift', measures: ['status', 'answer_length'] },
          ],
        },
      }),
    });
    await seed();
  });
  afterAll(() => server.stop());

  async function seed(): Promise<void> {
    const { pool } = server.database;
    await pool.query(
      `insert into model_incidents (id, kind, upstream, cause, detail, first_bad_at, detected_at, diverted_at)
       values (gen_random_uuid(), 'circuit', $1, 'failure_rate', '6 of 10 calls failed.',
         now() - interval '65 seconds', now() - interval '60 seconds', now() - interval '59 seconds')`,
      [UPSTREAM],
    );
    await pool.query(
      `insert into canary_rounds (workspace_id, id, model, kind, status, verdict, detail, changed,
         distance, own_distance, p_value, finished_at)
       select id, gen_random_uuid(), 'large', 'check', 'done', 'answers_changed',
         '9 of 10 answers are none that the baseline has (p = 0.0001).', 9, 0.4, 0.1, 0.0001, now()
       from workspaces`,
    );
    await pool.query(
      `insert into canary_answers (workspace_id, round_id, question, repetition, asked, classification,
         answer, served_model, cost_usd, answered_at)
       select workspace_id, id, 0, 0, 'What is a <b>leap year</b>?', 'public',
         'A year of 366 days.', 'large-2026', 0, now()
       from canary_rounds`,
    );
    await pool.query(
      `insert into alerts (workspace_id, id, name, detail, value, opened_at)
       select id, gen_random_uuid(), 'abstains', $1, 0.8, now() from workspaces`,
      [DETAIL],
    );
  }

  it.each(['light', 'dark'] as const)(
    'show what was found, and fit a narrow screen without barriers, in the %s theme',
    async (colorScheme) => {
      await using browser = await openBrowser({ colorScheme, width: 360 });
      const { page, faults, strayRequests } = await openWatchedPage(browser.context, server.url);
      await signIn(page, server);
      const look = async () => {
        expect(await findBarriers(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      };

      await page.goto(`${server.url}/quality`);
      await page.getByRole('table', { name: 'Failures of models' }).waitFor();
      await page.getByText('6 of 10 calls failed.').waitFor();
      await look();

      await page.goto(`${server.url}/alerts`);
      await page.getByText(DETAIL).first().waitFor();
      await page.getByText('status or answer length has moved in the last 500 answers').waitFor();
      await look();

      await page.goto(`${server.url}/canaries`);
      await page.getByRole('table', { name: 'Canary rounds' }).getByRole('link').click();
      await page.getByText('What is a <b>leap year</b>?').waitFor();
      await look();
      expect({ faults, strayRequests }).toEqual({ faults: [], strayRequests: [] });
    },
  );
});

describe.skipIf(!hasChromium)(`the metrics${needsChromium}`, () => {
  it('lead to the answers that a figure counts, of the same time', async () => {
    const server = await startFootnote({ hasWorker: false });
    try {
      await using browser = await openBrowser({});
      const { page } = await openWatchedPage(browser.context, server.url);
      await signIn(page, server);

      await page.goto(`${server.url}/quality?period=week`);
      await page.getByRole('link', { name: 'Larger model asked' }).click();
      await page.waitForURL('**/traces?**');
      const { searchParams } = new URL(page.url());
      expect(searchParams.get('counted_as')).toBe('escalated');
      expect(searchParams.get('kind')).toBe('answer');
      const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
      expect(Number(to) - Number(from)).toBeGreaterThan(6.9 * 86_400_000);
      await page.getByText('No trace matches these filters').waitFor();
    } finally {
      await server.stop();
    }
  });
});

describe.skipIf(!hasChromium)(`canaries that nobody has set up${needsChromium}`, () => {
  it('say how to begin', async () => {
    const server = await startFootnote({ hasWorker: false });
    try {
      await using browser = await openBrowser({});
      const { page } = await openWatchedPage(browser.context, server.url);
      await signIn(page, server);

      await page.goto(`${server.url}/canaries`);
      await page.getByText('canaries: { gold_set: our-questions }').waitFor();
      await page.getByRole('button', { name: 'Ask now' }).click();
      await page.getByText('names a gold_set, or has 10 questions or more').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('main').getByRole('link', { name: 'gold set' }).click();
      await page.waitForURL('**/evaluations');
    } finally {
      await server.stop();
    }
  });
});
