interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (input: string) => string }): unknown;
}

/**
 * The component kit writes its generated CSS through `innerHTML` of a style element, which Trusted Types
 * refuse. The default policy lets exactly that pass: strings that hold no markup.
 */
export function installTrustedTypesPolicy(): void {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (isPolicyFactory(factory)) factory.createPolicy('default', { createHTML: refuseMarkup });
}

function refuseMarkup(input: string): string {
  if (input.includes('<')) throw new TypeError('Markup is never written as a string.');
  return input;
}

function isPolicyFactory(value: unknown): value is PolicyFactory {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}
