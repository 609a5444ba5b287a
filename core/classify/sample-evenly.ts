/** At most `most` of the values, at even distances. */
export function sampleEvenly<Value>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most) return values;
  const distance = values.length / most;
  return Array.from({ length: most }, (_, at) => values[Math.floor(at * distance)]).filter(
    (value) => value !== undefined,
  );
}
