/**
 * @typedef {object} Screen
 * @property {string} name
 * @property {string} path
 * @property {string} [ready] A selector of what must be there before the picture is taken.
 */

/** Screens that need no id. */
const LISTS = {
  traces: '/traces?kind=answer',
  reviews: '/reviews',
  documents: '/documents',
  collections: '/collections',
  sources: '/sources',
  runs: '/runs',
  workflows: '/workflows',
  classifiers: '/classifiers',
  quality: '/quality',
  drift: '/quality/drift?window=50',
  cost: '/cost',
  evaluations: '/evaluations',
  verifications: '/verifications',
  canaries: '/canaries',
  alerts: '/alerts',
  models: '/models',
  'settings-keys': '/settings',
  'settings-documents': '/settings?tab=documents',
  'settings-routing': '/settings?tab=routing',
};

const TRACE_TABS = ['evidence', 'candidates', 'timeline', 'route', 'verification', 'prompt'];

/**
 * The screens that a server has something to show on, each with an address.
 * @param {string} url
 * @param {string} key
 * @returns {Promise<Screen[]>}
 */
export async function findScreens(url, key) {
  /** @param {string} path @returns {Promise<any>} */
  const get = async (path) => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`${path} gave ${response.status}`);
    return response.json();
  };
  const trace = await findTellingTrace(get);
  const { data: replays } = await get('/v1/traces?kind=replay&limit=50');
  const [review] = (await get('/v1/reviews?status=open&limit=1')).data;
  const [run] = (await get('/v1/ingest-runs?limit=1')).data;
  const [workflow] = (await get('/v1/workflows')).data;
  const [classifier] = (await get('/v1/classifiers')).data;
  const [goldSet] = (await get('/v1/gold-sets')).data;
  const [evaluation] = (await get('/v1/evaluations?limit=1')).data;
  const { data: documents } = await get('/v1/documents?limit=200');
  const changed = documents.find((/** @type {any} */ one) => one.version > 1);
  const pdf = await findPdfCitation(get);
  const screens = Object.entries(LISTS).map(([name, path]) => ({ name, path }));
  return [
    ...screens,
    ...(trace === undefined ? [] : ofTrace(trace.id)),
    ...(pdf === null ? [] : ofPdf(pdf)),
    ...(await ofReplays(get, replays)),
    ...(review === undefined ? [] : [{ name: 'review', path: `/reviews/${review.id}` }]),
    ...(run === undefined ? [] : [{ name: 'run', path: `/runs/${run.id}` }]),
    ...(workflow === undefined ? [] : [{ name: 'workflow', path: `/workflows/${workflow.name}` }]),
    ...(classifier === undefined
      ? []
      : [{ name: 'classifier', path: `/classifiers/${classifier.name}` }]),
    ...(goldSet === undefined ? [] : [{ name: 'gold-set', path: `/gold-sets/${goldSet.name}` }]),
    ...(evaluation === undefined
      ? []
      : [{ name: 'evaluation', path: `/evaluations/${evaluation.id}` }]),
    ...(changed === undefined ? [] : [{ name: 'diff', path: `/documents/${changed.id}/diff` }]),
  ];
}

/** @param {string} id */
function ofTrace(id) {
  return [
    { name: 'ask', path: `/?answer=${id}` },
    ...TRACE_TABS.map((tab) => ({ name: `trace-${tab}`, path: `/traces/${id}?tab=${tab}` })),
    { name: 'trace-record', path: `/traces/${id}?tab=record` },
    { name: 'trace-history', path: `/traces/${id}?tab=history` },
    { name: 'lab', path: `/lab?trace=${id}&max_chunks=4`, ready: 'table' },
  ];
}

/** @param {{ trace: string, marker: number, document: string, version: number, chunk: string }} pdf */
function ofPdf({ trace, marker, document, version, chunk }) {
  return [
    {
      name: 'trace-pdf',
      path: `/traces/${trace}?tab=evidence&marker=${marker}&view=page`,
      ready: 'canvas',
    },
    {
      name: 'document-pages',
      path: `/documents/${document}?version=${version}&chunk=${chunk}&view=page`,
      ready: 'canvas',
    },
  ];
}

/**
 * Of the newest verified answers the one that cites most, by hand if there is one: the asker alone sees its page.
 * @param {(path: string) => Promise<any>} get
 */
async function findTellingTrace(get) {
  const { data } = await get('/v1/traces?kind=answer&verdict=verified&limit=100');
  return data.toSorted(
    (/** @type {any} */ left, /** @type {any} */ right) =>
      Number(left.app !== null) - Number(right.app !== null) ||
      right.cited_count - left.cited_count,
  )[0];
}

/**
 * A replay beside what it replays: one that answers otherwise, if there is one.
 * @param {(path: string) => Promise<any>} get
 * @param {readonly any[]} replays
 */
async function ofReplays(get, replays) {
  const pairs = [];
  for (const { id } of replays) {
    const replay = await get(`/v1/traces/${id}`);
    const original = await get(`/v1/traces/${replay.question.replay_of}`);
    pairs.push({
      id,
      of: original.identity.id,
      differs: replay.answer.text !== original.answer.text,
    });
  }
  const pair = pairs.find(({ differs }) => differs) ?? pairs[0];
  if (pair === undefined) return [];
  return [{ name: 'compare', path: `/traces/${pair.of}/compare/${pair.id}` }];
}

/**
 * The first citation of a page among the newest answers.
 * @param {(path: string) => Promise<any>} get
 */
async function findPdfCitation(get) {
  const { data } = await get('/v1/traces?kind=answer&verdict=verified&limit=50');
  for (const { id } of data) {
    const { answer } = await get(`/v1/traces/${id}`);
    const cited = answer.citations.find((/** @type {any} */ one) => one.page !== null);
    if (cited !== undefined) {
      return {
        trace: id,
        marker: cited.marker,
        document: cited.document_id,
        version: cited.document_version,
        chunk: cited.chunk_id,
      };
    }
  }
  return null;
}
