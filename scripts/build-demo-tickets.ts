/**
 * Builds the tickets of the demo's support desk from problems written by hand and the mess that
 * surrounds them in real mail.
 *
 *   node --import tsx scripts/build-demo-tickets.ts
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTickets, PARTS, SUPPORT_DESK } from './demo-tickets/make-tickets.ts';

for (const part of PARTS) {
  const lines = makeTickets(part).map((ticket) => JSON.stringify(ticket));
  await writeFile(join(SUPPORT_DESK, part.output), `${lines.join('\n')}\n`);
  process.stdout.write(`${part.output}  ${lines.length} tickets\n`);
}
