/**
 * Takes a parsed reply for what the contract says it is. The server checks each reply against that same
 * contract before it sends it, and the page speaks to its own server only.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the contract's type
export function trustContract<Value>(reply: unknown): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the guarantee is the server's
  return reply as Value;
}
