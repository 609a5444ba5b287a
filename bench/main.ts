import { parseArgs } from 'node:util';
import { nativeServerUrl } from './config.ts';
import { describeMeasure } from './describe-measure.ts';
import { measureService, type ServiceMeasure } from './measure-service.ts';
import { withOwnDatabase } from './own-database.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const measures: ServiceMeasure[] = [];
report(await measureService('embedded', null));
if (nativeServerUrl === null) {
  process.stderr.write(
    'Native Postgres: skipped. Set DATABASE_URL, or run this as root on Debian.\n',
  );
} else {
  report(await withOwnDatabase(nativeServerUrl, (url) => measureService('native', url)));
}
if (values.json) process.stdout.write(`${JSON.stringify(measures, null, 2)}\n`);

function report(measure: ServiceMeasure): void {
  measures.push(measure);
  if (!values.json) process.stdout.write(`${describeMeasure(measure)}\n`);
}
