import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { add, commit, init, remove } from 'isomorphic-git';
import { writeFiles } from './connector-harness.ts';

const AUTHOR = { name: 'Author', email: 'author@example.com', timestamp: 1_700_000_000 };

/** Writes and commits files to a repository, which is made when it is not there; answers the commit. */
export async function commitFiles(
  dir: string,
  files: Readonly<Record<string, string | Buffer | null>>,
): Promise<string> {
  await init({ fs, dir, defaultBranch: 'main' });
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      await remove({ fs, dir, filepath: path });
      continue;
    }
    await writeFiles(dir, { [path]: content });
    await add({ fs, dir, filepath: path });
  }
  return commit({ fs, dir, message: 'Change', author: AUTHOR });
}

/** Whether this machine has git and the program that serves its repositories. */
export function hasGitHttpBackend(): boolean {
  try {
    const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
    return fs.existsSync(`${folder}/git-http-backend`);
  } catch {
    return false;
  }
}

/** Answers one request with what `git http-backend`, a CGI program, makes of the repositories below a folder. */
export function serveGit(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
    },
  });
  request.pipe(backend.stdin);
  const parts: Buffer[] = [];
  backend.stdout.on('data', (part: Buffer) => parts.push(part));
  backend.on('close', () => {
    const output = Buffer.concat(parts);
    const end = output.indexOf('\r\n\r\n');
    for (const line of output.subarray(0, end).toString('latin1').split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(output.subarray(end + 4));
  });
}
