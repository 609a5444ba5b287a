/** Between several values in one cell. */
const SEPARATOR = /\s*\|\s*/u;

const FLAT_COLUMNS: ReadonlySet<string> = new Set([
  'question',
  'answer',
  'accepted_answers',
  'label',
  'fields',
  'schema',
  'source',
  'quote',
  'also',
  'kind',
  'tags',
]);

const BOOLEAN_COLUMNS: ReadonlySet<string> = new Set([
  'unanswerable',
  'must_review',
  'adversarial',
]);
/** As spreadsheets and people write them. */
const YES = /^(?:true|yes|1)$/iu;
const NO = /^(?:false|no|0)$/iu;

type Row = Readonly<Record<string, unknown>>;

/**
 * A gold item from a row without nesting, as a line of CSV is: `question`, `answer`, `source` and `quote` beside the
 * fields that have no parts. `|` separates several answers, sources or tags; an empty cell says nothing; a question
 * without a source is one that the documents do not answer, where `kind` says so.
 */
export function unflattenRow(row: Row): unknown {
  const given = Object.entries(row).filter(([, value]) => value !== '' && value !== null);
  const others = given.filter(([name]) => !FLAT_COLUMNS.has(name));
  const cells: Row = Object.fromEntries(given);
  const unanswerable =
    cells['kind'] === 'unanswerable' || readBoolean(cells['unanswerable']) === true;
  const answers = unanswerable
    ? []
    : [...many(cells['answer']), ...many(cells['accepted_answers'])];
  const tags = [...many(cells['kind']), ...many(cells['tags'])];
  return {
    ...Object.fromEntries(
      others.map(([name, value]) => [name, BOOLEAN_COLUMNS.has(name) ? readBoolean(value) : value]),
    ),
    ...('question' in cells ? { input: cells['question'] } : {}),
    expected: {
      ...(answers.length > 0 ? { accepted_answers: answers } : {}),
      ...('label' in cells ? { label: cells['label'] } : {}),
      ...('fields' in cells ? { fields: readJson(cells['fields']) } : {}),
    },
    sources: readSources(cells),
    ...('schema' in cells ? { schema: readJson(cells['schema']) } : {}),
    ...(unanswerable ? { unanswerable } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  };
}

/** The words of a quote may hold the separator: only of several sources has each its own quote. */
function readSources(cells: Row): readonly unknown[] {
  const paths = many(cells['source']);
  const quotes = paths.length > 1 ? many(cells['quote']) : [cells['quote']];
  const also = many(cells['also']);
  return paths.map((path, index) => ({
    path,
    ...(quotes[index] === undefined ? {} : { quote: quotes[index] }),
    ...(index === 0 && also.length > 0 ? { also } : {}),
  }));
}

function many(cell: unknown): readonly unknown[] {
  if (cell === undefined) return [];
  if (Array.isArray(cell)) return cell;
  return typeof cell === 'string' ? cell.split(SEPARATOR).filter((part) => part !== '') : [cell];
}

function readBoolean(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  if (YES.test(cell.trim())) return true;
  return NO.test(cell.trim()) ? false : cell;
}

function readJson(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
