/** The text of UTF-8 in Base64 of either alphabet, with or without its padding; a last incomplete group is left out. */
export function readBase64(encoded: string): string {
  const digits = encoded
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
