import { rebuild } from './prepare/prepare.mjs';

await rebuild();
