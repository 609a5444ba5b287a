import { Kbd, Modal, Switch } from '@mantine/core';
import type { ShortcutGroup } from '../ui/shortcuts/shortcut-context.ts';
import styles from './shortcut-help.module.css';

interface ShortcutHelpProps {
  readonly groups: readonly ShortcutGroup[];
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  readonly onClose: () => void;
}

/** The keys that work here and now. */
export function ShortcutHelp({ groups, isOn, onToggle, onClose }: ShortcutHelpProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keyboard shortcuts"
      size="lg"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={styles.groups}>
        {groups.map(({ name, shortcuts }) => (
          <section key={name}>
            <h3 className={styles.name}>{name}</h3>
            <dl className={styles.list}>
              {shortcuts.map(({ keys, does }) => (
                <div key={keys} className={styles.line}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <Kbd key={key} size="xs">
                        {key}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        size="xs"
        label="Keys work, also without Control or Alt"
        checked={isOn}
        onChange={(event) => onToggle(event.currentTarget.checked)}
      />
    </Modal>
  );
}
