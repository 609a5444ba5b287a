import { describe, expect, it } from 'vitest';
import type { BudgetPage } from '../../contract/budget.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const page: BudgetPage = {
  data: [
    {
      scope: 'key',
      subject: 'k',
      name: 'asker\u001b[31m',
      limit_usd: 5,
      spent_usd: 4.1,
      reserved_usd: 0.2,
      left_usd: 0.7,
      state: 'soft_limit',
    },
  ],
  next_cursor: null,
  day: '2026-03-01',
  renewed_at: '2026-03-02T00:00:00.000Z',
  on_exceed: 'rule_answer',
};

describe('budgets', () => {
  it('lists what is spent, set aside and left, without what would steer a terminal', async () => {
    await using server = await startScriptedServer({ 'GET /v1/budgets': { body: page } });
    const { exitCode, stdout, stderr } = await runCommand(['budgets'], {
      url: server.url,
      columns: 200,
    });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/key +asker\S* +\$4\.1000 +\$0\.2000 +\$0\.7000 +\$5\.0000 +soft limit/);
    expect(stdout).not.toContain('\u001b[31m');
    expect(stderr).toContain('Of 2026-03-01 (UTC)');
    expect(stderr).toContain('beyond it: rule answer.');
  });

  it('says so where nothing is bounded', async () => {
    await using server = await startScriptedServer({
      'GET /v1/budgets': { body: { ...page, data: [] } },
    });
    const { exitCode, stderr } = await runCommand(['budgets'], { url: server.url });

    expect(exitCode).toBe(0);
    expect(stderr).toContain('Nothing bounds what answers may cost.');
  });
});
