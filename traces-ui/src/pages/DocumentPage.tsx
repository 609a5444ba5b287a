import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Document } from '../../../contract/document.ts';
import { documentQuery, documentVersionsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { AnswersTab } from '../documents/AnswersTab.tsx';
import { DocumentHeader } from '../documents/DocumentHeader.tsx';
import styles from '../documents/document.module.css';
import { SettingsTab } from '../documents/SettingsTab.tsx';
import { FindingsTab, TextTab } from '../documents/TextTab.tsx';
import { VersionPicker } from '../documents/VersionPicker.tsx';
import { VersionsTab } from '../documents/VersionsTab.tsx';
import {
  DOCUMENT_TABS,
  type DocumentSearch,
  type DocumentTab,
} from '../search/documents-search.ts';
import { valuesOf } from '../ui/terms/term.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';

const route = getRouteApi('/app/documents/$documentId');

/** One document: its facts, its versions, its text, what was found in it and what was answered from it. */
export function DocumentPage() {
  const { documentId } = route.useParams();
  const document = useQuery(documentQuery(documentId));
  if (document.isPending) return <LoadingState what="the document" lines={12} />;
  if (document.isError) {
    return (
      <>
        <h1 className="visually-hidden">Document</h1>
        <ErrorState
          error={document.error}
          action="load the document"
          onRetry={() => void document.refetch()}
        />
      </>
    );
  }
  return <LoadedDocument document={document.data} />;
}

function LoadedDocument({ document }: { readonly document: Document }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const versions = useQuery(documentVersionsQuery(document.id));
  const tabs = useTabs();
  const tab = tabs.find((name) => name === search.tab) ?? 'text';
  const known = versions.data?.data ?? [];
  const version =
    search.version ?? document.version ?? document.held_version ?? known[0]?.version ?? null;
  const set = (change: DocumentSearch) =>
    void navigate({
      search: (current) => ({ ...current, ...change }),
      replace: true,
      resetScroll: false,
    });
  const picker = version !== null && (
    <VersionPicker
      versions={known}
      version={version}
      serving={document.version}
      onVersion={(chosen) => void navigate({ search: { tab: search.tab, version: chosen } })}
    />
  );
  const stored =
    version === null ? null : { documentId: document.id, version, picker, search, onChange: set };
  return (
    <div className={page.page}>
      <DocumentHeader document={document} version={version} />
      <Tabs
        className={styles.tabs ?? ''}
        value={tab}
        keepMounted={false}
        onChange={(value) => set({ tab: tabs.find((name) => name === value) })}
      >
        <Tabs.List className={styles.tabList ?? ''}>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {DOCUMENT_TABS[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="text">
          {stored === null ? (
            <NoText document={document} />
          ) : (
            <TextTab
              {...stored}
              chunk={search.chunk}
              onChunk={(chunk) => set({ chunk, page: undefined })}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab document={document} />
        </Tabs.Panel>
        <Tabs.Panel value="findings">
          {stored === null ? (
            <NoText document={document} />
          ) : (
            <FindingsTab
              {...stored}
              finding={search.finding}
              onFinding={(finding) => set({ finding, page: undefined })}
            />
          )}
        </Tabs.Panel>
        {tabs.includes('answers') && (
          <Tabs.Panel value="answers">
            <AnswersTab
              documentId={document.id}
              compared={search.compare}
              onCompare={(compare) => set({ compare })}
            />
          </Tabs.Panel>
        )}
        {tabs.includes('settings') && (
          <Tabs.Panel value="settings">
            <SettingsTab key={document.id} document={document} />
          </Tabs.Panel>
        )}
      </Tabs>
    </div>
  );
}

/** The tabs that whoever is signed in may use. */
function useTabs(): readonly DocumentTab[] {
  const maySeeAnswers = useMay('audit');
  const mayChange = useMay('ingest');
  return valuesOf(DOCUMENT_TABS).filter(
    (tab) => (tab !== 'answers' || maySeeAnswers) && (tab !== 'settings' || mayChange),
  );
}

function NoText({ document }: { readonly document: Document }) {
  return (
    <Panel title="Text">
      <EmptyState title="No version has been published">
        {document.error === null ? 'The document is still being read.' : document.error.detail}
      </EmptyState>
    </Panel>
  );
}
