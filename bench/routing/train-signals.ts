import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { encodeClassifier } from '../../core/classify/encoded-classifier.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { DEFAULT_ROUTING_DATA, openRoutingData } from './read-routing-data.ts';
import { MAX_TASK_COLUMNS } from './measure-task.ts';
import { trainDemand } from './train-demand.ts';
import { trainTask } from './train-task.ts';
import { trainTopics } from './train-topics.ts';
import { readTopicExamples } from './topic-examples.ts';

// Trains `task-model.ts`, `demand-model.ts` and `topic-model.ts` of `server/routing` on the sets of `--data <folder>`;
// the last one also on sentences of our own and the tuning parts of the demo. Takes a minute or two. What the models reach on what they were not trained on: `npm run bench:routing`.

const { values } = parseArgs({
  options: { data: { type: 'string', default: DEFAULT_ROUTING_DATA } },
});
const data = openRoutingData(values.data);
if (data === null) throw new Error(`${values.data} is not there.`);

const task = encodeClassifier(trainTask(data.readTasks()), MAX_TASK_COLUMNS);
await writeModel('task-model.ts', {
  constant: 'TASK_MODEL',
  type: 'EncodedClassifier',
  model: task,
});
const demand = trainDemand([...data.readOutcomes(), ...data.readMathOutcomes()]);
await writeModel('demand-model.ts', {
  constant: 'DEMAND_MODEL',
  type: 'DemandModel',
  model: demand,
});

await writeModel('topic-model.ts', {
  constant: 'TOPIC_MODEL',
  type: 'EncodedClassifier',
  model: trainTopics(readTopicExamples(data)),
});

async function writeModel(
  file: string,
  { constant, type, model }: { constant: string; type: string; model: object },
): Promise<void> {
  const from =
    type === 'DemandModel'
      ? './predict-small-fails.ts'
      : '../../core/classify/encoded-classifier.ts';
  const text = `import type { ${type} } from '${from}';

/** Made by bench/routing/train-signals.ts. */
export const ${constant}: ${type} = ${JSON.stringify(model)};
`;
  const formatted = await format(text, {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 100,
  });
  writeFileSync(join(projectRoot, 'server', 'routing', file), formatted);
}
