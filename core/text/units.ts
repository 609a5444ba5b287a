import { UNSPACED } from './unspaced.ts';

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
  ['second seconds sec secs 秒', 'time', 'clock', 1],
  ['minute minutes min mins 分钟 分鐘 分', 'time', 'clock', 60],
  ['hour hours hr hrs h 小时 小時 時間', 'time', 'clock', 3600],
  ['day days 天 日', 'time', 'clock', 86_400],
  ['week weeks wk wks 周 週 週間 星期', 'time', 'clock', 604_800],
  ['fortnight fortnights', 'time', 'clock', 1_209_600],
  ['millisecond milliseconds ms', 'time', 'clock', 0.001],
  ['month months 个月 個月 か月 ヶ月 ヵ月 カ月', 'time', 'calendar', 1],
  ['quarter quarters', 'time', 'calendar', 3],
  ['year years yr yrs 年', 'time', 'calendar', 12],
  ['decade decades', 'time', 'calendar', 120],
  ['century centuries', 'time', 'calendar', 1200],
  ['workday workdays 个工作日 個工作日 工作日 営業日', 'time', 'working', 1],
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
  ['¥ jpy yen 円', 'money', 'JPY', 1],
  ['元 cny rmb yuan 人民币', 'money', 'CNY', 1],
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

/** A unit at the start of a text in a script without spaces: the next word follows it at once. */
export const UNSPACED_UNIT = new RegExp(
  String.raw`^\s?(${[...UNITS.keys()]
    .filter((name) => UNSPACED.test(name))
    .toSorted((left, right) => right.length - left.length)
    .join('|')})`,
  'u',
);

export const WORKING_DAY: Unit = {
  name: 'working day',
  family: 'time',
  scale: 'working',
  factor: 1,
};
