import { createContext } from 'react';

export interface Shortcut {
  /** As `KeyboardEvent.key` says; keys that follow one another with a space between: `g t`. */
  readonly keys: string;
  /** What it does, in a few words. */
  readonly does: string;
  readonly run: () => void;
  /** Whether holding the key down does it again and again. */
  readonly repeats?: true;
}

export interface ShortcutGroup {
  readonly name: string;
  readonly shortcuts: readonly Shortcut[];
}

export interface ShortcutRegistry {
  /** Returns what takes the group away again. */
  add(group: () => ShortcutGroup): () => void;
  groups(): readonly ShortcutGroup[];
}

export function createShortcutRegistry(): ShortcutRegistry {
  const added = new Set<() => ShortcutGroup>();
  return {
    add(group) {
      added.add(group);
      return () => added.delete(group);
    },
    groups: () => joinByName([...added].map((group) => group())),
  };
}

/** Components of a page may each bring some of a group's keys. */
function joinByName(groups: readonly ShortcutGroup[]): readonly ShortcutGroup[] {
  const names = [...new Set(groups.map(({ name }) => name))];
  return names.map((name) => ({
    name,
    shortcuts: groups.filter((group) => group.name === name).flatMap(({ shortcuts }) => shortcuts),
  }));
}

export const ShortcutContext = createContext<ShortcutRegistry>(createShortcutRegistry());
