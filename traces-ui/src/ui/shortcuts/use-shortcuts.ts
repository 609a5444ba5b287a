import { useContext, useEffect, useRef } from 'react';
import { type Shortcut, ShortcutContext } from './shortcut-context.ts';

/** Keys that work while the component is shown; `?` lists them below the group's name. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]): void {
  const registry = useContext(ShortcutContext);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => registry.add(() => ({ name, shortcuts: latest.current })), [registry, name]);
}
