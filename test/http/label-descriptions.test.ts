import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ClassifierDetail,
  ClassifierVersion,
  TrainedVersion,
} from '../../contract/classifier.ts';
import type { Problem } from '../../contract/problem.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { TICKETS } from '../support/tickets.ts';

const LEAVE = { label: 'leave', description: 'Holidays, and days off for the sick.' };
const PRINTER = { label: 'printer', description: 'Paper, toner and print jobs.' };

let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
});
afterAll(() => footnote.stop());

function train(name: string, descriptions: readonly object[]) {
  const request = { name, examples: TICKETS, label_descriptions: descriptions };
  return client.post<TrainedVersion & Problem>('/v1/classifiers', request);
}

describe('the descriptions of labels', () => {
  it('are kept with the version that they were given with, by label', async () => {
    const { status, body } = await train('kept', [PRINTER, LEAVE]);
    expect(status).toBe(201);
    expect(body.label_descriptions).toEqual([LEAVE, PRINTER]);
    await train('kept', []);
    const first = await client.get<ClassifierVersion>('/v1/classifiers/kept/versions/1');
    expect(first.body.label_descriptions).toEqual([LEAVE, PRINTER]);
    const { body: active } = await client.get<ClassifierDetail>('/v1/classifiers/kept');
    expect(active).toMatchObject({ version: 2, label_descriptions: [] });
  });

  it('are taken over by a version that is made from theirs, but for new ones', async () => {
    await train('grown', [PRINTER, LEAVE]);
    const badge = { label: 'badge', description: 'What opens doors.' };
    const leave = { ...LEAVE, description: 'Annual, parental and sick leave.' };
    const texts = ['lost it', 'the door stays shut', 'a new one', 'no access', 'it is broken'];
    const { body } = await client.post<TrainedVersion>('/v1/classifiers/grown/examples', {
      examples: texts.map((text) => ({ text, label: 'badge' })),
      label_descriptions: [leave, badge],
    });
    expect(body.label_descriptions).toEqual([badge, leave, PRINTER]);
  });

  it.each([
    [
      'a label without examples',
      [PRINTER, { label: 'plumbing', description: 'Water.' }],
      '/label_descriptions/1/label',
      'no example has the label "plumbing"',
    ],
    [
      'a label twice',
      [PRINTER, LEAVE, { ...PRINTER, description: 'Paper.' }],
      '/label_descriptions/2/label',
      'has a description at 0 already',
    ],
    [
      'several lines',
      [{ ...PRINTER, description: 'Paper.\nLabels:' }],
      '/label_descriptions/0/description',
      'must be one line',
    ],
    [
      'nothing',
      [{ ...PRINTER, description: '  ' }],
      '/label_descriptions/0/description',
      'must not be blank',
    ],
  ])('are refused of %s', async (_what, descriptions, path, message) => {
    const { status, body } = await train('refused', descriptions);
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path, message }]);
    expect((await client.get('/v1/classifiers/refused')).status).toBe(404);
  });

  it('of a label without examples are told which labels there are', async () => {
    const { body } = await train('told', [{ label: 'plumbing', description: 'Water.' }]);
    expect(body.detail).toContain('there are leave, password, printer');
  });
});
