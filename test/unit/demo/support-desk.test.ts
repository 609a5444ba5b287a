import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../platform/load-config.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import { makeTickets, PARTS, SUPPORT_DESK } from '../../../scripts/demo-tickets/make-tickets.ts';

const Class = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/u),
  title: z.string().min(1),
  description: z.string().min(1),
  team: z.string().min(1),
  regulated: z.boolean(),
  articles: z.array(z.string()).min(1),
});

const Ticket = z.strictObject({
  id: z.string(),
  text: z.string().min(1),
  label: z.string(),
  must_review: z.boolean(),
  resolvable: z.boolean(),
  fields: z.record(z.string(), z.string()).optional(),
});
type Ticket = z.infer<typeof Ticket>;

const ClassTerms = z.strictObject({ label: z.string(), terms: z.array(z.string().min(1)).min(1) });

const { classes } = z
  .strictObject({ classes: z.array(Class) })
  .parse(JSON.parse(readFileSync(join(SUPPORT_DESK, 'classes.json'), 'utf8')));
const made = readTickets('tickets-train.jsonl');
const wholeTraining = readTickets('tickets-whole-train.jsonl');
const training = [...made, ...wholeTraining];
const whole = readTickets('tickets-whole.jsonl');
const otherProblems = readTickets('tickets-held-out.jsonl');
const rewordings = readTickets('tickets-rewordings.jsonl');
const heldOut = [...whole, ...otherProblems, ...rewordings];
const terms = readFileSync(join(SUPPORT_DESK, 'terms.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => ClassTerms.parse(JSON.parse(line)));

describe('the support desk of the demo bank', () => {
  it('has 24 classes that rest on articles', () => {
    expect(new Set(classes.map(({ id }) => id)).size).toBe(24);
    for (const article of classes.flatMap(({ articles }) => articles)) {
      expect(existsSync(join(projectRoot, 'demo', 'documents', article)), article).toBe(true);
    }
  });

  it('looks for the answers to a class in its articles', () => {
    const { config } = loadConfig(join(SUPPORT_DESK, 'footnote.config.yaml'), { isRequired: true });
    const steps = config.workflows.flatMap((workflow) => workflow.steps);
    const byLabel = steps.find((step) => step.kind === 'retrieve')?.sources_by_label;

    expect(byLabel).toEqual(Object.fromEntries(classes.map(({ id, articles }) => [id, articles])));
  });

  it('regulates payroll disputes and access exceptions alone', () => {
    const regulated = classes.filter((one) => one.regulated).map(({ id }) => id);

    expect(regulated.toSorted()).toEqual(['access-exception', 'payroll-dispute']);
  });

  it('has at least 200 training tickets of each class, and as many held out of each', () => {
    for (const { id } of classes) {
      expect(countOf(training, id), id).toBeGreaterThanOrEqual(200);
      expect(countOf(whole, id), id).toBe(12);
      expect(countOf(otherProblems, id), id).toBe(20);
      expect(countOf(rewordings, id), id).toBe(10);
    }
    expect(otherProblems).toHaveLength(480);
    expect(rewordings).toHaveLength(240);
  });

  it('tells the parts apart by their ids', () => {
    const idsOf = (tickets: readonly Ticket[]) => tickets.map(({ id }) => id.at(0)).join('');

    expect(idsOf(made)).toMatch(/^t+$/u);
    expect(idsOf(wholeTraining)).toMatch(/^w+$/u);
    expect(idsOf(whole)).toMatch(/^v+$/u);
    expect(idsOf(otherProblems)).toMatch(/^h+$/u);
    expect(idsOf(rewordings)).toMatch(/^r+$/u);
    const ids = [...training, ...heldOut].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every ticket of a regulated class to a person, and resolves none by an article', () => {
    const regulated = new Set(classes.filter((one) => one.regulated).map(({ id }) => id));

    for (const { id, label, must_review, resolvable } of [...training, ...heldOut]) {
      expect(must_review, id).toBe(regulated.has(label));
      expect(must_review && resolvable, id).toBe(false);
    }
  });

  it('names in the fields only what stands in the ticket', () => {
    for (const { id, text, fields } of [...training, ...heldOut]) {
      for (const value of Object.values(fields ?? {})) {
        expect(text.toUpperCase(), id).toContain(value);
      }
    }
  });

  it('has no two tickets of the same words', () => {
    const texts = [...training, ...heldOut].map(({ text }) => wordsOf(text).join(' '));

    expect(new Set(texts).size).toBe(texts.length);
  });

  it('shares no sentence of three words or more between made tickets and what is held out of them', () => {
    const known = new Set(made.flatMap(({ text }) => sentencesOf(text)));
    const others = [...otherProblems, ...rewordings];

    expect(others.flatMap(({ text }) => sentencesOf(text)).filter((one) => known.has(one))).toEqual(
      [],
    );
  });

  it('shares no sentence of three words or more between whole tickets and what is held out', () => {
    const known = new Set(wholeTraining.flatMap(({ text }) => sentencesOf(text)));
    const shared = heldOut.flatMap(({ text }) => sentencesOf(text)).filter((one) => known.has(one));

    expect(shared).toEqual([]);
  });

  it.each([
    {
      of: 'made tickets and what is held out of them',
      run: 5,
      known: made,
      held: [...otherProblems, ...rewordings],
    },
    { of: 'whole tickets and what is held out', run: 5, known: wholeTraining, held: heldOut },
    { of: 'made tickets and whole ones that are held out', run: 8, known: made, held: whole },
  ])('shares no $run words in a row between $of', ({ run, known, held }) => {
    const runs = new Set(known.flatMap(({ text }) => runsOf(text, run)));

    expect(held.flatMap(({ text }) => runsOf(text, run)).filter((one) => runs.has(one))).toEqual(
      [],
    );
  });

  it('has terms of every class, none of two classes and none that is a held-out ticket', () => {
    const all = terms.flatMap((one) => one.terms.map((term) => wordsOf(term).join(' ')));
    const held = new Set(heldOut.flatMap(({ text }) => [text, ...sentencesOf(text)]));

    expect(terms.map(({ label }) => label)).toEqual(classes.map(({ id }) => id));
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((term) => held.has(term))).toEqual([]);
  });

  it('is what its sources give', () => {
    expect(PARTS.map(makeTickets)).toEqual([made, otherProblems, rewordings]);
  });
});

function readTickets(file: string): readonly Ticket[] {
  return readFileSync(join(SUPPORT_DESK, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Ticket.parse(JSON.parse(line)));
}

function countOf(tickets: readonly Ticket[], label: string): number {
  return tickets.filter((ticket) => ticket.label === label).length;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
}

function sentencesOf(text: string): readonly string[] {
  return text
    .split(/[.!?:\n]+/u)
    .map(wordsOf)
    .filter((words) => words.length >= 3)
    .map((words) => words.join(' '));
}

function runsOf(text: string, length: number): readonly string[] {
  const words = wordsOf(text);
  return words.slice(length - 1).map((_word, at) => words.slice(at, at + length).join(' '));
}
