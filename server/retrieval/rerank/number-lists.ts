/** Lists of numbers, themselves numbered from 0, one after the other in one array, so that reading many is reading on. */
export interface NumberLists {
  readonly size: number;
  add(list: readonly number[]): void;
  /** Valid until another list is added: list n stands from `starts[n]` to `starts[n + 1]`. */
  view(): { readonly starts: Uint32Array; readonly numbers: Uint32Array };
}

const FIRST_ROOM = 1_024;

export function createNumberLists(): NumberLists {
  let starts = new Uint32Array(FIRST_ROOM);
  let numbers = new Uint32Array(FIRST_ROOM);
  let size = 0;
  let used = 0;
  return {
    get size() {
      return size;
    },
    add(list) {
      numbers = withRoom(numbers, used + list.length);
      numbers.set(list, used);
      used += list.length;
      size += 1;
      starts = withRoom(starts, size + 1);
      starts[size] = used;
    },
    view: () => ({ starts, numbers }),
  };
}

function withRoom(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
