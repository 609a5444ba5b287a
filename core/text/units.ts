/** What a number measures. Units of one `scale` convert into each other; `factor` leads to its base. */
export interface Unit {
  readonly name: string;
  readonly family: UnitFamily;
  readonly scale: string;
  readonly factor: number;
}

type UnitFamily =
  'money' | 'percent' | 'time' | 'length' | 'mass' | 'volume' | 'temperature' | 'storage';

type Row = readonly [names: string, family: UnitFamily, scale: string, factor: number];

/** Months and days, and working days and days, are not converted: no fixed number of one makes another. */
const ROWS: readonly Row[] = [
  ['second seconds sec secs', 'time', 'clock', 1],
  ['minute minutes min mins', 'time', 'clock', 60],
  ['hour hours hr hrs h', 'time', 'clock', 3600],
  ['day days', 'time', 'clock', 86_400],
  ['week weeks wk wks', 'time', 'clock', 604_800],
  ['fortnight fortnights', 'time', 'clock', 1_209_600],
  ['millisecond milliseconds ms', 'time', 'clock', 0.001],
  ['month months', 'time', 'calendar', 1],
  ['quarter quarters', 'time', 'calendar', 3],
  ['year years yr yrs', 'time', 'calendar', 12],
  ['decade decades', 'time', 'calendar', 120],
  ['century centuries', 'time', 'calendar', 1200],
  ['workday workdays', 'time', 'working', 1],
  ['mm millimetre millimetres millimeter millimeters', 'length', 'length', 0.001],
  ['cm centimetre centimetres centimeter centimeters', 'length', 'length', 0.01],
  ['metre metres meter meters', 'length', 'length', 1],
  ['km kilometre kilometres kilometer kilometers', 'length', 'length', 1000],
  ['inch inches', 'length', 'length', 0.0254],
  ['ft foot feet', 'length', 'length', 0.3048],
  ['yard yards', 'length', 'length', 0.9144],
  ['mile miles mi', 'length', 'length', 1609.344],
  ['mg milligram milligrams', 'mass', 'mass', 0.001],
  ['gram grams', 'mass', 'mass', 1],
  ['kg kilo kilos kilogram kilograms', 'mass', 'mass', 1000],
  ['tonne tonnes', 'mass', 'mass', 1_000_000],
  ['lb lbs pound-weight', 'mass', 'mass', 453.592_37],
  ['oz ounce ounces', 'mass', 'mass', 28.349_523_125],
  ['ml millilitre millilitres milliliter milliliters', 'volume', 'volume', 0.001],
  ['litre litres liter liters', 'volume', 'volume', 1],
  ['pint pints', 'volume', 'pint', 1],
  ['gallon gallons', 'volume', 'gallon', 1],
  ['cup cups', 'volume', 'cup', 1],
  ['tablespoon tablespoons tbsp', 'volume', 'spoon', 3],
  ['teaspoon teaspoons tsp', 'volume', 'spoon', 1],
  ['kb kilobyte kilobytes', 'storage', 'storage', 1e3],
  ['mb megabyte megabytes', 'storage', 'storage', 1e6],
  ['gb gigabyte gigabytes', 'storage', 'storage', 1e9],
  ['tb terabyte terabytes', 'storage', 'storage', 1e12],
  ['% percent per-cent pct', 'percent', 'percent', 1],
  ['£ gbp pound pounds sterling', 'money', 'GBP', 1],
  ['p penny pence', 'money', 'GBP', 0.01],
  ['$ usd dollar dollars', 'money', 'USD', 1],
  ['cent cents', 'money', 'cent', 1],
  ['€ eur euro euros', 'money', 'EUR', 1],
  ['¥ jpy yen', 'money', 'JPY', 1],
  ['°c celsius centigrade', 'temperature', 'celsius', 1],
  ['°f fahrenheit', 'temperature', 'fahrenheit', 1],
];

const UNITS: ReadonlyMap<string, Unit> = new Map(
  ROWS.flatMap(([names, family, scale, factor]) => {
    const [name = '', ...others] = names.split(' ');
    const unit = { name, family, scale, factor };
    return [name, ...others].map((alias) => [alias, unit] as const);
  }),
);

export function findUnit(word: string): Unit | null {
  return UNITS.get(word.toLowerCase()) ?? null;
}

export const WORKING_DAY: Unit = {
  name: 'working day',
  family: 'time',
  scale: 'working',
  factor: 1,
};
