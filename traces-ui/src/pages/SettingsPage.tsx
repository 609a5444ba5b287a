import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../api/use-session.ts';
import { SETTINGS_TABS } from '../search/settings-search.ts';
import { DocumentRules } from '../settings/DocumentRules.tsx';
import { KeysTab } from '../settings/KeysTab.tsx';
import { RoutingPolicy } from '../settings/RoutingPolicy.tsx';
import styles from '../settings/settings.module.css';
import { EmptyState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { valueIn, valuesOf } from '../ui/terms/term.ts';

const route = getRouteApi('/app/settings');

/** Who may call, which documents are let in for whom, and by what rules questions are routed. */
export function SettingsPage() {
  const { tab = 'keys' } = route.useSearch();
  const navigate = route.useNavigate();
  const isAdmin = useMay('admin');
  return (
    <div className={page.page}>
      <h1 className={page.title}>Settings</h1>
      {!isAdmin && (
        <EmptyState title="Your key may not see the settings">
          They need a key with the scope “admin”.
        </EmptyState>
      )}
      {isAdmin && (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) => void navigate({ search: { tab: valueIn(SETTINGS_TABS, value) } })}
        >
          <Tabs.List>
            {valuesOf(SETTINGS_TABS).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {SETTINGS_TABS[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="keys" className={styles.panel ?? ''}>
            <KeysTab />
          </Tabs.Panel>
          <Tabs.Panel value="documents" className={styles.panel ?? ''}>
            <DocumentRules />
          </Tabs.Panel>
          <Tabs.Panel value="routing" className={styles.panel ?? ''}>
            <RoutingPolicy />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  );
}
