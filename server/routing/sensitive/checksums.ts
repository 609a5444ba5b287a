/** Check digits of numbers; each takes what is left of a match without its separators, in upper case. */

/** H. P. Luhn's, of cards and Swedish numbers. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const value = place % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** ISO 7064 of rearranged letters and digits: the remainder by 97. */
export function remainderBy97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** The sum of the digits, each times its weight. */
export function weighDigits(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
}

/** ISO 7064 MOD 11,10, of German tax numbers. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  const check = (11 - product) % 10;
  return check === Number(digits.at(-1));
}

const DIHEDRAL = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTED = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** J. Verhoeff's (1969), of Indian numbers. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const permuted = Number(PERMUTED[place % 8]?.[digit]);
    check = Number(DIHEDRAL[check]?.[permuted]);
  }
  return check === 0;
}

const FISCAL_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** The last letter of an Italian codice fiscale. */
export function passesFiscalCode(code: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const value = Number.parseInt(code.charAt(at), 36);
    const place = value > 9 ? value - 10 : value;
    sum += at % 2 === 0 ? (FISCAL_ODD[place] ?? 0) : place;
  }
  return String.fromCharCode(65 + (sum % 26)) === code.charAt(15);
}

/** Two digits each of a year, a month and a day that there can be; months of later centuries are raised by 20s. */
export function isShortDate(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6)) % 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
