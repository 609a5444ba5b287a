import { ActionIcon } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { Keyboard } from 'lucide-react';
import { lazy, Suspense, useContext } from 'react';
import { ShortcutContext } from '../ui/shortcuts/shortcut-context.ts';
import { useShortcutKeys } from '../ui/shortcuts/use-shortcut-keys.ts';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';

const ShortcutHelp = lazy(async () => {
  const { ShortcutHelp: component } = await import('./ShortcutHelp.tsx');
  return { default: component };
});

const PLACES: readonly {
  readonly keys: string;
  readonly name: string;
  readonly to: NonNullable<LinkProps['to']>;
}[] = [
  { keys: 'g a', name: 'Ask', to: '/' },
  { keys: 'g t', name: 'Traces', to: '/traces' },
  { keys: 'g r', name: 'Reviews', to: '/reviews' },
  { keys: 'g d', name: 'Documents', to: '/documents' },
  { keys: 'g c', name: 'Collections', to: '/collections' },
  { keys: 'g i', name: 'Ingest runs', to: '/runs' },
  { keys: 'g w', name: 'Workflows', to: '/workflows' },
  { keys: 'g q', name: 'Metrics', to: '/quality' },
  { keys: 'g e', name: 'Evaluations', to: '/evaluations' },
  { keys: 'g m', name: 'Models', to: '/models' },
];

/** The keys that work everywhere, and the button and the key that list those of the page. */
export function Shortcuts() {
  const registry = useContext(ShortcutContext);
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isOn, setIsOn] = useLocalStorage({
    key: 'footnote-shortcuts',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  useShortcuts('Go to', [
    ...PLACES.map(({ keys, name, to }) => ({ keys, does: name, run: () => void navigate({ to }) })),
    { keys: '?', does: 'This list', run: open },
  ]);
  useShortcutKeys(registry, isOn);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={open}
      >
        <Keyboard size={16} />
      </ActionIcon>
      {isOpen && (
        <Suspense>
          <ShortcutHelp groups={registry.groups()} isOn={isOn} onToggle={setIsOn} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
