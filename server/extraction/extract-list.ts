import type { TracedField } from '../../contract/extraction.ts';
import { LIST_MARKER } from '../../core/text/lines.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import { describeSpan, MISSING, NOTHING_CONSIDERED, type OpenText } from './found-field.ts';
import { coverTerms, weighCover } from './query-cover.ts';
import type { ListField, ScalarField } from './field.ts';
import type { Entity } from './find-entities.ts';
import { listCandidates } from './list-candidates.ts';
import { readQuery, type FieldQuery } from './read-query.ts';
import type { Statement } from './read-statements.ts';
import { readValue } from './read-value.ts';

interface ExtractedList {
  readonly value: readonly unknown[] | null;
  readonly fields: readonly TracedField[];
}

/** Rows of one table, or items of one list, in the order of the text. */
interface Group {
  readonly source: OpenText;
  readonly statements: readonly Statement[];
  /** Before the first. */
  readonly lead: readonly string[];
}

const FITS_FROM = 0.5;

/**
 * Rows of the table whose columns the fields of an item name best; or, of scalars, every match of their
 * pattern or format, else the column or the list that the field names. Null where nothing fits.
 */
export function extractList(field: ListField, sources: readonly OpenText[]): ExtractedList {
  const rows = readRows(field, sources);
  if (rows === null || rows.items.length === 0) {
    const text = 'No table and no list in the text is named as the field is.';
    const reason = { code: 'not_found', text } as const;
    return {
      value: null,
      fields: [{ ...MISSING, ...NOTHING_CONSIDERED, path: field.path, reason }],
    };
  }
  const items = rows.items.slice(0, field.maxItems);
  const fields = items.flatMap(({ cells }, index) =>
    cells.map(({ field: of, found }) =>
      describeCell(found, {
        path: of.path.replace('*', String(index)),
        source: rows.items[index]?.source,
      }),
    ),
  );
  const value = items.map(({ cells }) => {
    const entries = cells.map(({ field: of, found }) => [of.name, found?.value ?? null] as const);
    return field.item.shape === 'object' ? Object.fromEntries(entries) : (entries[0]?.[1] ?? null);
  });
  return { value, fields };
}

interface FoundCell extends Span {
  readonly value: NonNullable<TracedField['value']>;
  readonly normalisation: TracedField['normalisation'];
}

interface Item {
  readonly source: OpenText;
  readonly cells: readonly { readonly field: ScalarField; readonly found: FoundCell | null }[];
}

function readRows(
  field: ListField,
  sources: readonly OpenText[],
): { readonly items: readonly Item[] } | null {
  const { item } = field;
  if (item.shape === 'object') {
    const columns = item.fields.filter((one): one is ScalarField => one.shape === 'scalar');
    return readTable(columns, field, sources);
  }
  if (item.pattern !== null || item.kind === 'email' || item.kind === 'uri') {
    return { items: findEvery(item, sources) };
  }
  return readTable([item], field, sources) ?? readItems(item, field, sources);
}

/** Each value once, where it stands first. */
function findEvery(item: ScalarField, sources: readonly OpenText[]): readonly Item[] {
  const items = new Map<unknown, Item>();
  for (const source of sources) {
    for (const { entity, value, normalisation } of listCandidates(item, readQuery(item), source)) {
      if (value === null || items.has(value)) continue;
      const found = { start: entity.start, end: entity.end, value, normalisation };
      items.set(value, { source, cells: [{ field: item, found }] });
    }
  }
  return [...items.values()];
}

function readTable(
  columns: readonly ScalarField[],
  field: ListField,
  sources: readonly OpenText[],
): { readonly items: readonly Item[] } | null {
  const queries = columns.map((column) => readQuery(column));
  const whole = readQuery(field);
  let best: { readonly group: Group; readonly labels: readonly string[] } | null = null;
  let bestScore = FITS_FROM;
  for (const group of groupStatements(sources, (statement) => statement.isRow)) {
    const names = [
      ...new Set(group.statements.flatMap(({ cells }) => cells.map(({ label }) => label))),
    ];
    const matched = queries.map((query) => bestLabel(query, names));
    const fit = matched.reduce((sum, { score }) => sum + score, 0) / columns.length;
    const score = fit + 0.2 * coverOf(whole, group.lead);
    if (fit < FITS_FROM || score <= bestScore) continue;
    bestScore = score;
    best = { group, labels: matched.map(({ label }) => label) };
  }
  if (best === null) return null;
  const { group, labels } = best;
  const items = group.statements.map((statement) => ({
    source: group.source,
    cells: columns.map((column, at) => {
      const cell = statement.cells.find(({ label }) => label === labels[at]);
      return {
        field: column,
        found: cell === undefined ? null : readWithin(column, group.source, cell),
      };
    }),
  }));
  return { items: items.filter(({ cells }) => cells.some(({ found }) => found !== null)) };
}

/** The items of the list whose heading or leading sentence names the field. */
function readItems(
  item: ScalarField,
  field: ListField,
  sources: readonly OpenText[],
): { readonly items: readonly Item[] } | null {
  const query = readQuery(field);
  const groups = groupStatements(sources, (statement, { text }) =>
    LIST_MARKER.test(text.slice(statement.start, statement.end)),
  );
  let best: Group | null = null;
  let bestScore = FITS_FROM;
  for (const group of groups) {
    const score = coverOf(query, group.lead);
    if (score <= bestScore) continue;
    bestScore = score;
    best = group;
  }
  if (best === null) return null;
  const { source, statements } = best;
  const items = statements.map((statement) => {
    const content = source.text.slice(statement.start, statement.end);
    const marker = LIST_MARKER.exec(content)?.[0].length ?? 0;
    const tail = /[;,.\s]*(?:\band|\bor)?[;,.\s]*$/u.exec(content)?.[0].length ?? 0;
    const span = { start: statement.start + marker, end: statement.end - tail };
    return { source, cells: [{ field: item, found: readWithin(item, source, span) }] };
  });
  return { items: items.filter(({ cells }) => cells.some(({ found }) => found !== null)) };
}

/** The whole stretch where it reads as a value, else the one thing in it that does. */
function readWithin(field: ScalarField, source: OpenText, span: Span): FoundCell | null {
  const { start, end } = span;
  const whole: Entity = { start, end, type: 'cell', statement: 0, cell: null };
  const read =
    field.kind === 'choice' ? null : readValue(field, source.text.slice(start, end), whole);
  if (read !== null) return { start, end, ...read };
  const inside = listCandidates(field, readQuery(field), source).filter(
    ({ entity, value }) => value !== null && entity.start >= start && entity.end <= end,
  );
  const [only] = inside;
  if (only === undefined || only.value === null) return null;
  if (inside.some(({ value }) => value !== only.value)) return null;
  const { entity, value, normalisation } = only;
  return { start: entity.start, end: entity.end, value, normalisation };
}

/** Runs of statements of one kind, below the same heading. */
function groupStatements(
  sources: readonly OpenText[],
  belongs: (statement: Statement, source: OpenText) => boolean,
): readonly Group[] {
  return sources.flatMap((source) => {
    const groups: { lead: readonly string[]; statements: Statement[] }[] = [];
    const { statements } = source.read;
    for (const [index, statement] of statements.entries()) {
      if (!belongs(statement, source)) continue;
      const before = statements[index - 1];
      const goesOn =
        before !== undefined && belongs(before, source) && before.heading === statement.heading;
      if (!goesOn) groups.push({ lead: leadOf(statements, index), statements: [] });
      groups.at(-1)?.statements.push(statement);
    }
    return groups.map((group) => ({ ...group, source }));
  });
}

function leadOf(statements: readonly Statement[], index: number): readonly string[] {
  const heading = statements[statements[index]?.heading ?? -1];
  const lead = [statements[index - 1], heading].flatMap((each) => each?.terms ?? []);
  return lead.map(({ term }) => term);
}

function bestLabel(query: FieldQuery, labels: readonly string[]) {
  const scored = labels.map((label) => {
    const terms = extractTerms(label);
    const known = terms.filter((term) => query.matches.has(term)).length;
    const precision = terms.length === 0 ? 0 : known / terms.length;
    return { label, score: (coverOf(query, terms) + precision) / 2 };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best), {
    label: '',
    score: 0,
  });
}

function coverOf(query: FieldQuery, terms: readonly string[]): number {
  return weighCover(query, coverTerms(query, terms));
}

function describeCell(
  found: FoundCell | null,
  { path, source }: { readonly path: string; readonly source: OpenText | undefined },
): TracedField {
  if (found === null) {
    const reason = {
      code: 'not_found',
      text: 'The row has no such cell, or none of this type.',
    } as const;
    return { ...MISSING, ...NOTHING_CONSIDERED, path, reason };
  }
  return {
    path,
    value: found.value,
    verdict: found.normalisation === null ? 'verbatim' : 'normalised',
    normalisation: found.normalisation,
    spans: [describeSpan(source, found)],
    model: EXTRACTION_MODEL.name,
    reason: { code: 'labelled', text: 'It stands in the table or list that names the field.' },
    ...NOTHING_CONSIDERED,
  };
}
