import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDeclaration } from '../../../../ingest/parse/find-declaration.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const program = `#!/usr/bin/env node
import { open } from 'fs';

const LIMIT = 3;

// Counts.
// Twice.
export async function count(file: string): Promise<number> {
  const lines = await read(file);

  return lines.length;
}

@sealed
class Counter {
  total = 0;
}

count('x');
`;

describe('parseSource', () => {
  it('opens a section for each declaration with the comment above it', async () => {
    const document = await parsed('text/x-source', program);
    expect(blocksOf(document)).toEqual([
      "code: #!/usr/bin/env node\nimport { open } from 'fs';",
      'code: const LIMIT = 3;',
      'heading1: count',
      'code: // Counts.\n// Twice.\nexport async function count(file: string): Promise<number> {\n  const lines = await read(file);\n\n  return lines.length;\n}',
      'heading1: Counter',
      'code: @sealed\nclass Counter {\n  total = 0;\n}',
      "code: count('x');",
    ]);
    expect(findOffsetFault(document)).toBeNull();
  });

  it.each([
    ['def pay(grade):', 'pay'],
    ['async def pay():', 'pay'],
    ['class Leave(Base):', 'Leave'],
    ['public final class Leave {', 'Leave'],
    ['pub(crate) fn pay() -> u8 {', 'pay'],
    ['impl<T> Pay for Leave {', 'Pay'],
    ['func (l *Leave) Days() int {', 'Days'],
    ['func Days() int {', 'Days'],
    ['export const pay = async (grade) => {', 'pay'],
    ['data class Leave(val days: Int)', 'Leave'],
    ['static int pay(int grade)', 'pay'],
    ['std::string Leave::name() const {', 'Leave::name'],
    ['deploy() {', 'deploy'],
    ['CREATE OR REPLACE VIEW hr.leave AS', 'hr.leave'],
    ['create table if not exists "leave" (', 'leave'],
    ['[tool.pay]', 'tool.pay'],
    ['module Pay', 'Pay'],
  ])('sees what %s declares', (line, name) => {
    expect(findDeclaration(line)).toBe(name);
  });

  it.each([
    '  function inner() {',
    'return pay(grade)',
    'pay(grade);',
    'if (ready) {',
    'else {',
    '}',
    'key: value',
    '// class Leave',
    '',
  ])('sees no declaration in %j', (line) => expect(findDeclaration(line)).toBeNull());

  it('keeps every line that is not blank in order', async () => {
    const line = fc.constantFrom(
      'function a() {',
      '  x',
      '}',
      '',
      '# c',
      'y',
      '[s]',
      '\t',
      'class B:',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
        const document = await parsed('text/x-source', ['start', ...lines].join('\n'));
        const code = document.blocks
          .filter(({ kind }) => kind === 'code')
          .flatMap(({ charStart, charEnd }) => document.text.slice(charStart, charEnd).split('\n'));
        expect(code.filter((text) => text.trim() !== '')).toEqual(
          ['start', ...lines].filter((text) => text.trim() !== ''),
        );
        expect(findOffsetFault(document)).toBeNull();
      }),
    );
  });

  it('refuses a file of blank lines', async () => {
    expect((await refusal('text/x-source', '\n \n')).code).toBe('empty');
  });
});
