import { manageLifecycle } from '../platform/lifecycle.ts';
import { createLogger } from '../platform/log.ts';
import { runProcess } from '../platform/run-process.ts';
import { compose } from './compose.ts';
import { readWorkerSettings } from './config.ts';
import { startWorker } from './worker.ts';

await runProcess(async () => {
  const settings = readWorkerSettings();
  const logger = createLogger({ name: 'worker', level: settings.logLevel });
  const { deps, close } = await compose(settings, logger);
  const worker = startWorker(deps);
  manageLifecycle({
    logger,
    closers: [
      { name: 'worker', close: () => worker.stop() },
      { name: 'connections', close },
    ],
  });
  logger.info('worker.started');
});
