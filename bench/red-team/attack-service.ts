import { findSimulated } from './find-simulated.ts';
import { generateAttacks, type AttackPlan } from './generate-attacks.ts';
import { runAttacks, type Watch } from './run-attacks.ts';
import { scoreAttacks, type ScoreCard } from './score-card.ts';
import { collectionName, openPlayground, type ServiceAddress } from './service.ts';
import { openSink } from './sink.ts';

/** Attacks a service as planned, in a collection and with keys that are gone afterwards. */
export async function attackService(
  address: ServiceAddress,
  plan: Omit<AttackPlan, 'sink'>,
  watch: Watch | null,
): Promise<ScoreCard> {
  const sink = await openSink();
  try {
    const attacks = generateAttacks({ ...plan, sink: sink.url });
    const documents = attacks.flatMap((attack) => attack.documents);
    const name = collectionName(plan.seed, new Date());
    const playground = await openPlayground(address, name, documents);
    try {
      const results = await runAttacks(attacks, playground, watch);
      return scoreAttacks(results, {
        simulated: watch !== null || (await findSimulated(address, results)),
        seed: plan.seed,
        sinkHits: sink.hits(),
        unseen:
          watch === null
            ? [
                'what the models behind the service are sent, and so whether a prompt was shown or data went too far',
              ]
            : [],
      });
    } finally {
      await playground.close();
    }
  } finally {
    await sink.stop();
  }
}
