import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../platform/project-root.ts';

const UI = join(projectRoot, 'traces-ui', 'src');
const KIT = join(projectRoot, 'node_modules', '@mantine', 'core');
/** A class of the kit: `.m_…` in a stylesheet, `"m_…"` in the module that names it. */
const CLASS = /[."](m_[0-9a-f]+)/gu;

describe('the styles of the kit', () => {
  it('include those of every component that a page uses, and of what those are built from', () => {
    const styled = new Set(
      [...read(join(UI, 'kit-styles.css')).matchAll(/@import '(.+)'/gu)].flatMap(([, path = '']) =>
        classesIn(join(projectRoot, 'node_modules', path)),
      ),
    );
    const used = new Set(usedComponents().flatMap((name) => classesOf(fileOf(name), new Set())));

    expect(used.size).toBeGreaterThan(50);
    expect([...used].filter((name) => allStyled.has(name) && !styled.has(name))).toEqual([]);
  });

  it('come in the order of the kit, in which a later part overrides an earlier one', () => {
    const whole = read(join(KIT, 'styles.layer.css'));
    const places = [...read(join(UI, 'kit-styles.css')).matchAll(/@import '(.+)'/gu)]
      .map(([, path = '']) => classesIn(join(projectRoot, 'node_modules', path))[0])
      .filter((name) => name !== undefined)
      .map((name) => whole.indexOf(`.${name}`));

    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });
});

/** Some classes only mark a part for whoever styles it; the kit has no rule for those. */
const allStyled = new Set(classesIn(join(KIT, 'styles.layer.css')));
const index = read(join(KIT, 'esm', 'index.mjs'));

function usedComponents(): readonly string[] {
  const files = readdirSync(UI, { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) =>
      [...read(join(UI, file)).matchAll(/import \{([^}]+)\} from '@mantine\/core'/gu)].flatMap(
        ([, list = '']) => list.split(',').map((name) => name.trim()),
      ),
    );
  return [...new Set(names)].filter((name) => /^[A-Z]/u.test(name) && fileOf(name) !== '');
}

/** Where the kit defines what it exports under the name; empty for a type. */
function fileOf(name: string): string {
  const [, path] = new RegExp(`import \\{ ${name} \\} from "(.+)"`, 'u').exec(index) ?? [];
  return path === undefined ? '' : join(KIT, 'esm', path);
}

/** The classes of a module and of all that it imports of the kit. */
function classesOf(file: string, seen: Set<string>): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  if (file.endsWith('.module.mjs')) return classesIn(file);
  return [...read(file).matchAll(/from "(\..+)"/gu)].flatMap(([, path = '']) =>
    classesOf(join(dirname(file), path), seen),
  );
}

function classesIn(file: string): string[] {
  return [...read(file).matchAll(CLASS)].map(([, name = '']) => name);
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
