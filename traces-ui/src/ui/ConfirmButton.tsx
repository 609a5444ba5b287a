import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { ActionError } from './ActionError.tsx';
import styles from './confirm.module.css';

interface ConfirmButtonProps {
  /** What the button says, here and in the dialog. */
  readonly label: string;
  readonly icon?: React.ReactNode;
  readonly title: string;
  /** What will happen. */
  readonly children: React.ReactNode;
  /** Ends what cannot be undone by the same button. */
  readonly isDestructive?: boolean;
  readonly action: () => Promise<unknown>;
}

/** A button that says what it will do and does it only when that was confirmed. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, icon, title, children, isDestructive = false, action } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  const confirm = useMutation({ mutationFn: action, onSuccess: close });
  const start = () => {
    confirm.reset();
    open();
  };
  return (
    <>
      <Button size="xs" variant="default" leftSection={icon} onClick={start}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        centered
        lockScroll={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className={styles.words}>{children}</div>
        <ActionError error={confirm.error} />
        <Group justify="flex-end" mt="lg">
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            size="xs"
            {...(isDestructive ? { color: 'red.9' } : {})}
            loading={confirm.isPending}
            onClick={() => confirm.mutate()}
          >
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
