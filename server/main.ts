import { expireReservations } from '../db/queries/budgets.ts';
import { deleteExpiredIdempotencyKeys } from '../db/queries/idempotent-requests.ts';
import { forgetOldIndexChanges } from '../db/queries/index-changes.ts';
import { deleteExpiredSessions } from '../db/queries/sessions.ts';
import { manageLifecycle } from '../platform/lifecycle.ts';
import { createLogger } from '../platform/log.ts';
import { runProcess } from '../platform/run-process.ts';
import { startTelemetry } from '../platform/start-telemetry.ts';
import { codeVersion } from '../platform/version.ts';
import { watchFile } from '../platform/watch-file.ts';
import { compose } from './compose.ts';
import { readServerSettings } from './config.ts';
import { keepSamples } from './drift/keep-samples.ts';
import { refuseTakenAddress } from './http/listen.ts';
import type { SetUpOutcome } from './set-up.ts';
import type { Services } from './services.ts';
import { startServer } from './start-server.ts';
import { interruptAbandoned } from './tracing/interrupt-abandoned.ts';
import { advanceRuns } from './verification-runs/advance-runs.ts';

const HOUSEKEEPING_EVERY_MS = 30_000;
const SAMPLING_EVERY_MS = 120_000;
/** What the command line asks unless it is told otherwise. */
const DEFAULT_URL = 'http://127.0.0.1:8080';

await runProcess(async () => {
  const settings = readServerSettings();
  const logger = createLogger({ name: 'server', level: settings.logLevel });
  const telemetry = await startTelemetry({
    endpoint: settings.otlpEndpoint,
    serviceName: 'footnote-server',
    serviceVersion: codeVersion,
  });
  await refuseTakenAddress(settings);
  const composed = await compose(settings, logger);
  const server = await startServer(composed, settings);
  const housekeeping = keepHouse(composed.services);
  const sampling = setInterval(
    () => composed.services.background.start(() => keepSamples(composed.services)),
    SAMPLING_EVERY_MS,
  ).unref();
  const { path } = settings;
  const stopWatching = path === null ? () => {} : watchFile(path, composed.reload);
  manageLifecycle({
    logger,
    closers: [
      { name: 'http', close: () => server.close() },
      { name: 'configuration', close: () => stopWatching() },
      { name: 'housekeeping', close: () => clearInterval(housekeeping) },
      { name: 'sampling', close: () => clearInterval(sampling) },
      { name: 'telemetry', close: () => telemetry.stop() },
      { name: 'database', close: () => composed.close() },
    ],
  });
  greet(server.url, server.ready);
});

/** Takes up, ends and forgets what has run out, now and then; never in a request's way. */
function keepHouse(services: Services): NodeJS.Timeout {
  const { database, logger } = services;
  return setInterval(() => {
    services.background.start(() => advanceRuns(services));
    Promise.all([
      interruptAbandoned(database),
      deleteExpiredSessions(database),
      deleteExpiredIdempotencyKeys(database),
      expireReservations(database),
      forgetOldIndexChanges(database),
    ]).catch((error: unknown) => logger.warn({ err: error }, 'housekeeping.failed'));
  }, HOUSEKEEPING_EVERY_MS).unref();
}

/** The only lines on standard output: where the service is, and, once, how to get in. */
function greet(url: string, { firstStart }: SetUpOutcome): void {
  const lines = [`Footnote is ready at ${url}`];
  if (firstStart !== null) {
    lines.push(
      '',
      `  Admin key (shown once, kept in ${firstStart.adminKeyFile}):`,
      `  ${firstStart.adminKey}`,
      '',
      '  Open this link to sign in (valid for one hour):',
      `  ${firstStart.signInUrl}`,
      '',
    );
  } else {
    const target = url === DEFAULT_URL ? '' : `FOOTNOTE_URL=${url} `;
    lines.push(`  For a sign-in link: ${target}npm run footnote -- sign-in`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
