import { parseArgs } from 'node:util';
import { SimulatorServer } from './simulator-server.ts';

/** `node --import tsx test/simulator/main.ts [--seed 1] [--port 0]`: prints its address as one JSON line. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
  },
});

const { server } = new SimulatorServer(Number(values.seed));
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : null;
  console.log(
    JSON.stringify({ name: 'footnote-provider-simulator', port, seed: Number(values.seed) }),
  );
});

// The parent holds stdin open; when it is gone, so is the simulator.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
