/** The scores that a classifier gave an example it was not trained on, and which class was right. */
export interface ScoredExample {
  readonly scores: Float64Array;
  readonly target: number;
  readonly weight: number;
}

const LOWEST = 0.1;
const HIGHEST = Math.log(10);
const ROUNDS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The temperature at which the right classes are most probable (C. Guo et al. 2017), by golden-section search. */
export function fitTemperature(examples: readonly ScoredExample[], lowest = LOWEST): number {
  if (examples.length === 0) return 1;
  let low = Math.log(lowest);
  let high = HIGHEST;
  for (let round = 0; round < ROUNDS; round += 1) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (measureLoss(examples, Math.exp(left)) <= measureLoss(examples, Math.exp(right))) {
      high = right;
    } else {
      low = left;
    }
  }
  return Math.exp((low + high) / 2);
}

function measureLoss(examples: readonly ScoredExample[], temperature: number): number {
  let loss = 0;
  for (const { scores, target, weight } of examples) {
    const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
    const total = scores.reduce((sum, score) => sum + Math.exp((score - highest) / temperature), 0);
    loss += weight * (Math.log(total) - ((scores[target] ?? 0) - highest) / temperature);
  }
  return loss;
}
