import { parseArgs } from 'node:util';
import { describeQuality } from './describe-quality.ts';
import { readJudgedCollection } from './judged-collection.ts';
import { measureQuality, type QualityMeasure } from './measure-quality.ts';

const { values } = parseArgs({
  options: {
    /** A folder with one folder for each judged collection. */
    data: { type: 'string', default: '../shared/data/retrieval' },
    collections: { type: 'string', default: 'cranfield,cisi,cacm,covidqa' },
    json: { type: 'boolean', default: false },
  },
});

const measures: QualityMeasure[] = [];
for (const name of values.collections.split(',')) {
  const collection = readJudgedCollection(values.data, name);
  if (collection === null) {
    process.stderr.write(`${name}: skipped, because ${values.data} does not hold it.\n`);
    continue;
  }
  measures.push(await measureQuality(collection));
}
const text = values.json ? JSON.stringify(measures, null, 2) : describeQuality(measures);
process.stdout.write(`${text}\n`);
