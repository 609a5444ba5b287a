import { PARSER_VERSIONS } from '../../../core/index-versions.ts';

/** Name and version that every document read by this parser carries; raised when its text would differ. */
export const PDF_PARSER = PARSER_VERSIONS['application/pdf'];
