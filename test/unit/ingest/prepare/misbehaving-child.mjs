/**
 * A preparer's child that does what the document says, to drive its parent through every mishap. Plain
 * JavaScript, because it starts five times faster so.
 */
const kept = [];

const orders = {
  hang() {
    for (;;);
  },
  exit() {
    process.exit(3);
  },
  kill() {
    process.kill(process.pid, 'SIGKILL');
  },
  'fill the heap'() {
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => `text ${index}`));
  },
  pause(id) {
    setTimeout(() => process.send({ kind: 'outcome', id, outcome: describeProcess() }), 1_000);
  },
  hold(id) {
    const from = Date.now();
    kept.push(Buffer.alloc(200_000_000, 1));
    setTimeout(() => {
      const text = JSON.stringify({ from, to: Date.now() });
      process.send({ kind: 'outcome', id, outcome: { kind: 'prepared', document: { text } } });
    }, 2_000);
  },
  'fill buffers'() {
    setInterval(() => kept.push(Buffer.alloc(20_000_000, 1)), 1);
  },
};

process.on('message', ({ id, file }) => {
  const order = orders[new TextDecoder().decode(file.bytes)];
  if (order === undefined) process.send({ kind: 'outcome', id, outcome: describeProcess() });
  else order(id);
});
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });

function describeProcess() {
  const hasEnvironment = Object.keys(process.env).some((name) => name.startsWith('FOOTNOTE'));
  const text = JSON.stringify({ pid: process.pid, hasEnvironment });
  return { kind: 'prepared', document: { text } };
}
