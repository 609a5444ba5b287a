import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

/** The tabs of the settings in their order, with their names. */
export const SETTINGS_TABS = {
  keys: 'API keys',
  documents: 'Document access',
  routing: 'Routing policy',
} as const;
export type SettingsTab = keyof typeof SETTINGS_TABS;

export interface SettingsSearch {
  readonly tab?: SettingsTab | undefined;
}

export function readSettingsSearch(search: RawSearch): SettingsSearch {
  return { tab: valueIn(SETTINGS_TABS, search['tab']) };
}
