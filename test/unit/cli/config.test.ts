import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../cli/config.ts';
import { projectRoot } from '../../../platform/project-root.ts';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({}, '/home/u')).toEqual({
      url: new URL('http://127.0.0.1:8080'),
      apiKey: null,
      dataDirectory: join(projectRoot, '.footnote'),
      isDataDirectoryGiven: false,
      configPath: join(projectRoot, 'footnote.config.yaml'),
      isConfigPathGiven: false,
      workingDirectory: '/home/u',
      color: 'on_terminal',
    });
  });

  it('resolves paths where the user called npm from', () => {
    const environment = { npm_lifecycle_event: 'footnote', INIT_CWD: '/home/u/docs' };
    expect(readSettings(environment, '/project').workingDirectory).toBe('/home/u/docs');
  });

  it('ignores where another npm script was called from', () => {
    const environment = { npm_lifecycle_event: 'test', INIT_CWD: '/home/u/docs' };
    expect(readSettings(environment, '/project').workingDirectory).toBe('/project');
  });

  it('refuses an address with credentials in it', () => {
    expect(() => readSettings({ FOOTNOTE_URL: 'http://u:p@host' }, '/')).toThrow(
      'FOOTNOTE_URL must hold no credentials',
    );
  });

  it.each(['nonsense', 'file:///etc/passwd'])('refuses %s as an address', (url) => {
    expect(() => readSettings({ FOOTNOTE_URL: url }, '/')).toThrow('FOOTNOTE_URL must');
  });

  it.each([
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{ TERM: 'dumb' }, 'never'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ NO_COLOR: '' }, 'on_terminal'],
  ])('reads from %j that colours are wanted: %s', (environment, color) => {
    expect(readSettings(environment, '/').color).toBe(color);
  });
});
