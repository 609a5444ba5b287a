/** The server reads the table, too, to know what is stale: it stands in core. */
export { PARSER_VERSIONS } from '../../core/index-versions.ts';
