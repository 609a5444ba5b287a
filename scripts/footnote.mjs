import { prepare } from './prepare/prepare.mjs';
import { fromRoot } from './prepare/paths.mjs';
import { pathToFileURL } from 'node:url';

// `npm run footnote -- <command>`: the command line, built when it is not.
await prepare();
await import(pathToFileURL(fromRoot('dist', 'cli', 'main.js')).href);
