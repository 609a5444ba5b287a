import { useEffect, useRef } from 'react';
import { type Pressed, pressKey } from './key-sequence.ts';
import type { ShortcutRegistry } from './shortcut-context.ts';

/** Runs the shortcuts of a registry, unless somebody is typing, or a dialog or a menu is open. */
export function useShortcutKeys(registry: ShortcutRegistry, isOn: boolean): void {
  const pressed = useRef<Pressed | null>(null);
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isMeantForElse(event)) return;
      const shortcuts = registry.groups().flatMap((group) => group.shortcuts);
      const known = shortcuts.map(({ keys }) => keys);
      pressed.current = pressKey(pressed.current, { key: event.key, atMs: event.timeStamp }, known);
      const keys = pressed.current.keys;
      const found = shortcuts.findLast((shortcut) => shortcut.keys === keys);
      if (found === undefined || (event.repeat && found.repeats !== true)) return;
      event.preventDefault();
      pressed.current = null;
      found.run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [registry, isOn]);
}

const TAKES_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';

function isMeantForElse(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null;
}
