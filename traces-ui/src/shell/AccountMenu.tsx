import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { KeyRound, LogOut } from 'lucide-react';
import { call } from '../api/client.ts';
import { useSession } from '../api/use-session.ts';

/** Who is signed in, with what rights, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const queryClient = useQueryClient();
  const router = useRouter();
  const signOut = useMutation({
    mutationFn: () => call('deleteSession', {}),
    onSettled: async () => {
      queryClient.clear();
      await router.navigate({ to: '/sign-in' });
    },
  });
  return (
    <Menu position="bottom-end" width={260} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<KeyRound size={14} aria-hidden="true" />}
        >
          {session.key_name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Workspace {session.workspace} · clearance {session.clearance}
          <br />
          May {session.scopes.join(', ')}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<LogOut size={14} aria-hidden="true" />}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
