import { extname } from 'node:path/posix';
import picomatch from 'picomatch';

export interface Globs {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** Extensions of what holds no text to answer from; `include` can ask for them all the same. */
const PASSED_OVER: ReadonlySet<string> = new Set(
  [
    'png jpg jpeg gif webp avif bmp ico svg tif tiff heic psd',
    'mp3 wav ogg flac m4a mp4 mov avi mkv webm',
    'zip gz tgz bz2 xz zst 7z rar tar jar war',
    'exe dll so dylib bin o a class pyc wasm iso dmg deb rpm',
    'woff woff2 ttf otf eot lock map',
  ].flatMap((line) => line.split(' ').map((extension) => `.${extension}`)),
);

/**
 * Which paths, relative to the source's root and without a leading slash, a source follows. A pattern
 * without a slash matches names at any depth. Hidden files and folders are never followed.
 */
export function createPathFilter({ include, exclude }: Globs): (path: string) => boolean {
  const isIncluded = include === undefined ? isDocument : matcherOf(include);
  const isExcluded = matcherOf(exclude ?? []);
  return (path) => !isHidden(path) && isIncluded(path) && !isExcluded(path);
}

/** As `createPathFilter`, over the paths of a web site's pages. */
export function createPageFilter({ include, exclude }: Globs): (pathname: string) => boolean {
  const isIncluded = include === undefined ? () => true : matcherOf(include);
  const isExcluded = matcherOf(exclude ?? []);
  return (pathname) => {
    const path = pathname.replace(/^\/+/u, '');
    return isIncluded(path) && !isExcluded(path);
  };
}

export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function isDocument(path: string): boolean {
  return !PASSED_OVER.has(extname(path).toLowerCase());
}

function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) =>
    picomatch(pattern.replace(/^\/+/u, ''), {
      basename: !pattern.includes('/'),
      dot: true,
      noextglob: true,
    }),
  );
  return (path) => matchers.some((isMatch) => isMatch(path));
}
