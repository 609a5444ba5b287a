import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { call } from '../api/client.ts';
import { documentQuery } from '../api/queries.ts';

/** Retires a document, after saying what that means. */
export function RetireButton({ document }: { readonly document: Document }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const retire = useMutation({
    mutationFn: () => call('retireDocument', { params: { id: document.id } }),
    onSuccess: async (retired) => {
      queryClient.setQueryData(documentQuery(document.id).queryKey, retired);
      await queryClient.invalidateQueries({ queryKey: ['documents'] });
      close();
    },
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Archive size={14} aria-hidden="true" />}
        onClick={open}
      >
        Retire
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="Retire this document?"
        centered
        lockScroll={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm">
          It will never be retrieved again. Old traces still show what they cited.
        </Text>
        {retire.isError && (
          <Text size="sm" c="var(--bad-fg)" role="alert" mt="sm">
            {retire.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            size="xs"
            color="red.9"
            loading={retire.isPending}
            onClick={() => retire.mutate()}
          >
            Retire
          </Button>
        </Group>
      </Modal>
    </>
  );
}
