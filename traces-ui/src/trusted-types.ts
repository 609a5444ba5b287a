type Rule = (input: string) => string;

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { readonly createHTML: Rule; readonly createScriptURL: Rule },
  ): unknown;
}

/**
 * The component kit writes its generated CSS through `innerHTML` of a style element, which Trusted Types
 * refuse; the PDF viewer names its worker by a string. The default policy lets exactly that pass: strings
 * that hold no markup, and scripts that were built into the UI.
 */
export function installTrustedTypesPolicy(): void {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (isPolicyFactory(factory)) {
    factory.createPolicy('default', { createHTML: refuseMarkup, createScriptURL: refuseForeign });
  }
}

function refuseMarkup(input: string): string {
  if (input.includes('<')) throw new TypeError('Markup is never written as a string.');
  return input;
}

function refuseForeign(input: string): string {
  const { origin, pathname } = new URL(input, location.href);
  if (origin !== location.origin || !pathname.startsWith('/assets/')) {
    throw new TypeError('Only scripts of the user interface itself are run.');
  }
  return input;
}

function isPolicyFactory(value: unknown): value is PolicyFactory {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}
