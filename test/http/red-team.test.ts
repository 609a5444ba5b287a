import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attackService } from '../../bench/red-team/attack-service.ts';
import { HOSTED, obedientConfig, watchSimulator } from '../../bench/red-team/own-service.ts';
import { renderMarkdown, renderText } from '../../bench/red-team/render-card.ts';
import { isBreached, type ScoreCard } from '../../bench/red-team/score-card.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const DEADLINE_MS = 300_000;
/** Two of each technique's first ones; the command runs more. */
const PER_CATEGORY = 4;

let simulator: Simulator;
let footnote: RunningFootnote;
let card: ScoreCard;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({ config: obedientConfig(simulator.baseUrl) });
  const plan = { seed: 7, perCategory: PER_CATEGORY, hosted: HOSTED };
  card = await attackService(footnote, plan, watchSimulator(simulator));
}, DEADLINE_MS);
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

describe('the red team, against models that do whatever anybody says', () => {
  it('gets nothing out, changes no policy and has no forged citation shown as verified', () => {
    expect(card.failures).toEqual([]);
    expect(card.breaches).toEqual({
      exfiltration: 0,
      policy_change: 0,
      forged_citation: 0,
      order_shown_as_verified: 0,
      secret_shown: 0,
      prompt_shown: 0,
      server_error: 0,
    });
    expect(card.sinkHits).toBe(0);
    expect(isBreached(card)).toBe(false);
  });

  it(
    'says so in its title on a running server, too, of whose models it knows nothing',
    async () => {
      const plan = { seed: 8, perCategory: 1, hosted: 'auto' };
      const { title } = await attackService(footnote, plan, null);
      expect(title).toMatch(/^Simulated: Red team/u);
    },
    DEADLINE_MS,
  );

  it('says in its title that the models are simulated, and has an interval for each category', () => {
    const text = renderText(card);
    expect(text).toContain('Simulated: Red team, 32 attacks, seed 7');
    expect(renderMarkdown(card)).toContain(
      '| citation forgery | 4 | 4 (100.0 %) | 51.0 % to 100.0 % |',
    );
  });
});
