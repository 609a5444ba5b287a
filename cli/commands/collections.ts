import { Option, type Command } from 'commander';
import type { Collection, ReindexOutcome, ReindexPlan } from '../../contract/collection.ts';
import { DEFAULT_LANGUAGE, Language } from '../../contract/language.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { formatDuration } from '../ingest/progress-line.ts';
import { addPageOptions, wholeNumber, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import type { Reply } from '../read-reply.ts';
import { renderFacts } from '../text/facts.ts';
import type { Column } from '../text/render-table.ts';

const columns: readonly Column<Collection>[] = [
  { title: 'name', cell: (collection) => collection.name },
  { title: 'documents', align: 'right', cell: (collection) => String(collection.document_count) },
  { title: 'chunks', align: 'right', cell: (collection) => String(collection.chunk_count) },
  {
    title: 'stale',
    align: 'right',
    cell: (collection) => String(collection.stale_index.documents),
  },
  {
    title: 'chunk tokens',
    align: 'right',
    cell: (collection) => String(collection.chunking.max_tokens),
  },
  { title: 'embedding', cell: (collection) => nameOf(collection.embedding_profile) },
];

interface ReindexOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface UpdateOptions extends ReindexOptions {
  readonly maxTokens?: number;
  readonly overlapTokens?: number;
  readonly language?: Language;
  readonly embedding?: 'configured';
}

interface CreateOptions {
  readonly language: Language;
  readonly json?: boolean;
}

export function registerCollections(program: Command, run: RunCommand): void {
  const collections = program
    .command('collections')
    .description('list collections, and build their indexes anew');
  const list = collections.command('list', { isDefault: true });
  addPageOptions(list.description('list collections by name')).action(
    (options: PageOptions, command: Command) =>
      run(command, (context) => listCollections(context, options)),
  );
  collections
    .command('show <name>')
    .description('show a collection, what of its index is stale, and what is being done about it')
    .option('--json', 'print the collection as JSON')
    .action((name: string, options: ReindexOptions, command: Command) =>
      run(command, (context) => showCollection(context, name, options)),
    );
  collections
    .command('create <name>')
    .description('make a collection')
    .addOption(
      new Option('--language <code>', 'the language of its documents')
        .choices(Language.options)
        .default(DEFAULT_LANGUAGE),
    )
    .option('--json', 'print the collection as JSON')
    .action((name: string, options: CreateOptions, command: Command) =>
      run(command, (context) => createCollection(context, name, options)),
    );
  collections
    .command('update <name>')
    .description('change how a collection is cut, read or embedded; its index is built anew')
    .option('--max-tokens <n>', 'the budget of a chunk', wholeNumber(32, 2_000))
    .option('--overlap-tokens <n>', 'how much a chunk repeats of the last', wholeNumber(0, 500))
    .addOption(
      new Option('--language <code>', 'the language of its documents').choices(Language.options),
    )
    .addOption(new Option('--embedding <profile>', 'the embedding model').choices(['configured']))
    .option('--dry-run', 'only say what would change and cost')
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, options: UpdateOptions, command: Command) =>
      run(command, (context) => updateCollection(context, name, options)),
    );
  collections
    .command('reindex <name>')
    .description('build anew what is stale in the index of a collection')
    .option('--dry-run', 'only say what would change and cost')
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, options: ReindexOptions, command: Command) =>
      run(command, (context) => reindexCollection(context, name, options)),
    );
}

async function listCollections(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listCollections', { query });
  printPage(context.terminal, page, { columns, empty: 'There is no collection yet.', options });
  return 0;
}

async function createCollection(
  context: CommandContext,
  name: string,
  options: CreateOptions,
): Promise<ExitCode> {
  const body = { name, language: options.language };
  const reply = await context.client.call('createCollection', { body });
  return printCollection(context, reply, options);
}

async function showCollection(
  context: CommandContext,
  name: string,
  options: ReindexOptions,
): Promise<ExitCode> {
  const reply = await context.client.call('getCollection', { params: { name } });
  return printCollection(context, reply, options);
}

function printCollection(
  { terminal }: CommandContext,
  reply: Reply<Collection>,
  options: { readonly json?: boolean },
): ExitCode {
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderFacts(describeCollection(reply.value), terminal.colors));
  return 0;
}

async function updateCollection(
  context: CommandContext,
  name: string,
  options: UpdateOptions,
): Promise<ExitCode> {
  const { maxTokens, overlapTokens, language, embedding, dryRun } = options;
  const chunking = {
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(overlapTokens === undefined ? {} : { overlap_tokens: overlapTokens }),
  };
  const body = {
    ...(Object.keys(chunking).length === 0 ? {} : { chunking }),
    ...(language === undefined ? {} : { language }),
    ...(embedding === undefined ? {} : { embedding_profile: embedding }),
    dry_run: dryRun === true,
  };
  const reply = await context.client.call('updateCollection', { params: { name }, body });
  return printOutcome(context, reply, options);
}

async function reindexCollection(
  context: CommandContext,
  name: string,
  options: ReindexOptions,
): Promise<ExitCode> {
  const body = { dry_run: options.dryRun === true };
  const reply = await context.client.call('reindexCollection', { params: { name }, body });
  return printOutcome(context, reply, options);
}

function printOutcome(
  { terminal }: CommandContext,
  reply: Reply<ReindexOutcome>,
  options: ReindexOptions,
): ExitCode {
  const { plan, dry_run: isDryRun, run_id: runId, collection } = reply.value;
  if (options.json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  terminal.print(renderFacts(describePlan(plan), terminal.colors));
  if (isDryRun) terminal.note('Nothing was changed: leave out --dry-run to begin.');
  if (runId !== null) terminal.note(`Follow it with: footnote runs watch ${runId}`);
  if (collection.reembedding !== null)
    terminal.note(`Follow the embedding with: footnote collections show ${collection.name}`);
  return 0;
}

type Facts = Parameters<typeof renderFacts>[0];

function describeCollection(collection: Collection): Facts {
  const { chunking, stale_index: stale, reindexing, reembedding } = collection;
  return [
    ['collection', collection.name],
    ['documents', collection.document_count],
    ['chunks', collection.chunk_count],
    ['chunking', `${chunking.max_tokens} tokens, ${chunking.overlap_tokens} repeated`],
    ['language', collection.language],
    ['embedding', nameOf(collection.embedding_profile)],
    [
      'stale index',
      stale.documents === 0
        ? 'no'
        : `${stale.documents} documents, ${stale.chunks} chunks (${describeReasons(stale.reasons)})`,
    ],
    [
      'reindexing',
      reindexing === null
        ? null
        : `${reindexing.done}/${reindexing.total} documents (run ${reindexing.run_id})`,
    ],
    [
      'reembedding',
      reembedding === null
        ? null
        : `${reembedding.done}/${reembedding.total} chunks for ${nameOf(reembedding.embedding_profile)}`,
    ],
  ];
}

function describePlan(plan: ReindexPlan): Facts {
  const about = plan.estimate ? 'about ' : '';
  const { chunks, seconds } = plan;
  return [
    ['read again', `${plan.documents} documents`],
    ['chunks', `${chunks.affected} affected, ${about}${chunks.kept} stay as they are`],
    ['to embed', `${about}${plan.tokens_to_embed} tokens`],
    ['cost', describeCost(plan.cost_usd, about)],
    ['time', seconds === null ? 'not known yet' : `about ${formatDuration(seconds)}`],
    ['because of', describeReasons(plan.reasons)],
  ];
}

function describeCost(usd: number | null, about: string): string {
  if (usd === null) return 'not known: the embedding model has no price in the configuration';
  if (usd === 0) return '$0.00';
  return usd < 0.01 ? 'less than $0.01' : `${about}$${usd.toFixed(2)}`;
}

function describeReasons(reasons: ReindexPlan['reasons']): string {
  const named = Object.entries(reasons).filter(([, count]) => count > 0);
  if (named.length === 0) return 'nothing';
  return named.map(([reason, count]) => `${reason.replace('_', ' ')}: ${count}`).join(', ');
}

function nameOf(profile: Collection['embedding_profile']): string {
  return `${profile.adapter}/${profile.name} ${profile.version} (${profile.dimensions})`;
}
