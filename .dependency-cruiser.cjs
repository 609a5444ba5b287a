const { Compiler } = require('@swc/core');

// dependency-cruiser does not tell swc which files hold JSX, and swc then refuses them.
const { parseFileSync: parsePlain } = Object.getOwnPropertyDescriptors(Compiler.prototype);
Compiler.prototype.parseFileSync = function parseWithJsx(path, options) {
  return parsePlain.value.call(this, path, { ...options, tsx: path.endsWith('.tsx') });
};

/** Which folders each folder may import, besides itself. Everything else is an error. */
const MAY_IMPORT = {
  contract: [],
  core: ['contract'],
  platform: ['contract', 'core'],
  db: ['contract', 'core', 'platform'],
  models: ['contract', 'core', 'platform'],
  server: ['contract', 'core', 'platform', 'db', 'models'],
  ingest: ['contract', 'core', 'platform', 'db', 'models'],
  cli: ['contract', 'core', 'platform'],
  'traces-ui': ['contract'],
};
const FOLDERS = [...Object.keys(MAY_IMPORT), 'test', 'bench', 'scripts'];
const STEPS = 'routing|retrieval|generation|verification|tracing';

const layers = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
  const refused = FOLDERS.filter((other) => other !== folder && !allowed.includes(other));
  return {
    name: `${folder}-imports-only-its-layers`,
    comment: `${folder} may import: ${allowed.join(', ') || 'nothing of ours'}.`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: `^(${refused.join('|')})/` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-cycles',
      comment: 'Modules that import each other can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'steps-do-not-know-each-other',
      comment: 'Only server/answer knows the order of the steps.',
      severity: 'error',
      from: { path: `^server/(${STEPS})/` },
      to: { path: `^server/(${STEPS})/`, pathNot: '^server/$1/' },
    },
    {
      name: 'resilience-knows-no-step',
      comment: 'It guards calls, whichever step makes them.',
      severity: 'error',
      from: { path: '^server/resilience/' },
      to: { path: `^server/(${STEPS}|answer|handlers|http)/` },
    },
    {
      name: 'http-does-not-know-the-database',
      comment: 'Handlers get what they need from compose.ts.',
      severity: 'error',
      from: { path: '^server/http/' },
      to: { path: '^db/' },
    },
    {
      name: 'only-db-speaks-sql',
      comment: 'Every query is written in db/, where none compiles without a workspace.',
      severity: 'error',
      from: { pathNot: '^(db|test|bench)/' },
      to: { path: ['node_modules/(drizzle-orm|pg|pgvector|@electric-sql)/'] },
    },
    {
      name: 'adapters-are-named-in-compose',
      comment:
        'Everything else knows the ports in models/ only; models/open-*.ts serve both compositions.',
      severity: 'error',
      from: {
        pathNot: '(^models/(builtin|local|remote)/|^models/open-|^(test|bench)/|/compose[.]ts$)',
      },
      to: { path: '^models/(builtin|local|remote)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'No I/O, clock or randomness of its own: it comes in as a parameter.',
      severity: 'error',
      from: { path: '^(core|contract)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'production-needs-no-development-packages',
      comment: 'The container installs the production packages only; the UI is built before.',
      severity: 'error',
      from: { pathNot: '^(traces-ui|test|bench|scripts)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be followed is checked by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API: without swc no module would be read at all.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // What retrieval is compared with has dependencies of its own, which are seldom installed.
    exclude: { path: '^(dist|coverage|bench/peers)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
