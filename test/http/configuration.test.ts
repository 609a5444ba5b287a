import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigurationCheck, PolicyView } from '../../contract/configuration.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';

const CONFIG = `routes:
  - name: people-first
    when: { sensitivity: { gte: confidential } }
    action: review
documents:
  rules:
    - match: { source: "hr/**" }
      set: { classification: confidential, acl: [hr] }
`;

describe('the configuration of a running server', () => {
  let server: RunningFootnote;
  let client: TestClient;
  beforeAll(async () => {
    server = await startFootnote({ config: CONFIG, hasWorker: false });
    client = createClient(server, server.adminKey);
  });
  afterAll(async () => {
    await server.stop();
  });

  async function check(text: string): Promise<ConfigurationCheck> {
    const { status, body } = await client.post<ConfigurationCheck>('/v1/configuration/check', {
      text,
    });
    expect(status).toBe(200);
    return body;
  }

  it('shows the rules that hold', async () => {
    const { body } = await client.get<PolicyView>('/v1/configuration/policy');
    expect(body.routes).toMatchObject([
      { name: 'people-first', action: 'review', when: { sensitivity: { gte: 'confidential' } } },
    ]);
    expect(body.documents.rules).toEqual([
      { match: { source: 'hr/**' }, set: { classification: 'confidential', acl: ['hr'] } },
    ]);
  });

  it('finds nothing wrong with what runs', async () => {
    expect(await check(CONFIG)).toMatchObject({ valid: true, problems: [], needs_restart: [] });
  });

  it('names the line of what is wrong', async () => {
    const { valid, problems } = await check('routes:\n  - name: a\n    action: shred\n');
    expect(valid).toBe(false);
    expect(problems).toEqual([expect.stringMatching(/^the text, line 3: .*action/)]);
  });

  it('names an unknown model', async () => {
    const { problems } = await check('routes: [{ name: a, prefer: [nobody] }]');
    expect(problems).toEqual([expect.stringContaining('no model is named "nobody"')]);
  });

  it('says which changes need a restart', async () => {
    const { valid, needs_restart: sections } = await check(
      `${CONFIG}retrieval: { leg_depth: 50 }\n`,
    );
    expect({ valid, sections }).toEqual({ valid: true, sections: ['retrieval'] });
  });

  it('takes nothing over', async () => {
    await check('routes: []');
    const { body } = await client.get<PolicyView>('/v1/configuration/policy');
    expect(body.routes).toHaveLength(1);
  });
});
