import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from '../prepare/run-step.mjs';
import { outputOf } from './output-of.mjs';

/** Debian bookworm's Postgres. */
const POSTGRES_FOLDER = '/usr/lib/postgresql/15';
/** Bookworm has no pgvector that is new enough; trixie's source builds against bookworm's Postgres. */
const PGVECTOR_VERSION = '0.8.0';
const PGVECTOR_SUITE = 'trixie';

export const binaries = join(POSTGRES_FOLDER, 'bin');
const pgConfig = join(binaries, 'pg_config');

/** Installs Postgres and pgvector where they are missing: on Debian, as root. */
export async function installPostgres() {
  if (await hasPgvector()) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `Postgres 15 with pgvector is not installed in ${POSTGRES_FOLDER}. Run this as root on Debian, or set DATABASE_URL to a Postgres with pgvector ${PGVECTOR_VERSION} or newer.`,
    );
  }
  await runStep('Package lists updated', ['apt-get', 'update', '-q']);
  await installPackages('postgresql-15 postgresql-server-dev-15 build-essential dpkg-dev');
  await buildPgvector();
}

async function hasPgvector() {
  if (!existsSync(join(binaries, 'initdb')) || !existsSync(pgConfig)) return false;
  return existsSync(join(await outputOf([pgConfig, '--sharedir']), 'extension', 'vector.control'));
}

/** @param {string} packages Their names, with blanks between them. */
async function installPackages(packages) {
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runStep(`Installed ${packages}`, [...install, ...packages.split(' ')], { env });
}

/** Builds Debian's source package; the apt lists of this machine stay as they are. */
async function buildPgvector() {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-pgvector-'));
  try {
    const apt = await makeAptState(folder);
    await runStep('Source lists fetched', ['apt-get', ...apt, 'update', '-q']);
    const getSource = ['apt-get', ...apt, 'source', '-q', `pgvector/${PGVECTOR_SUITE}`];
    await runStep('Source of pgvector fetched', getSource, { cwd: folder });
    const names = await readdir(folder);
    const source = names.find((name) => name === `pgvector-${PGVECTOR_VERSION}`);
    if (source === undefined) {
      throw new Error(
        `Expected pgvector ${PGVECTOR_VERSION} in ${PGVECTOR_SUITE}: ${names.join(' ')}`,
      );
    }
    const make = ['make', '-C', join(folder, source), 'with_llvm=no', `PG_CONFIG=${pgConfig}`];
    await runStep('Built pgvector', make);
    await runStep('Installed pgvector', [...make, 'install']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Prepares an apt that knows nothing but the newer suite's sources, from the mirror that this
 * machine already uses.
 *
 * @param {string} folder
 * @returns {Promise<readonly string[]>} The options that make apt-get use it.
 */
async function makeAptState(folder) {
  await chmod(folder, 0o755);
  for (const name of ['state/lists/partial', 'cache/archives/partial']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  const list = join(folder, 'sources.list');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const mirror = await findMirror();
  await writeFile(list, `deb-src [signed-by=${keyring}] ${mirror} ${PGVECTOR_SUITE} main\n`);
  return [
    `Dir::State=${join(folder, 'state')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=-',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
}

/** The address from which this machine gets Debian's main archive. */
async function findMirror() {
  const format = '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)';
  const targets = await outputOf(['apt-get', 'indextargets', '--format', format]);
  const main = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([origin, codename, component]) => {
      return origin === 'Debian' && component === 'main' && !codename?.includes('-');
    });
  if (main === undefined) throw new Error('The apt sources of this machine name no Debian mirror.');
  return main[3];
}
