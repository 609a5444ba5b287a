import { posix } from 'node:path';
import { messageOf } from '../../../platform/errors.ts';
import type { ParseLimits } from '../parsed-document.ts';
import {
  type OfficeFormat,
  type OfficeParts,
  unpackOfficeText,
  unreadableOffice,
} from './unpack-office-text.ts';
import { attributeOf, elementsOf, isWhole, parseXml, textOf, type XmlElement } from './xml-tree.ts';

/** The text parts of an Office file and how they refer to each other (ECMA-376 part 2). */
export interface OfficePackage {
  readonly mainPart: string;
  /** The source of a part. Throws a ParseRefusal when it is missing or cut short. */
  readSource(part: string): string;
  /** Throws a ParseRefusal when the part is missing or no XML. */
  readXml(part: string): XmlElement;
  has(part: string): boolean;
  /** What a part refers to by id, as part names; what lies outside the file is left out. */
  relationsOf(part: string): readonly OfficeRelation[];
  /** The title among the properties of the file, or null. */
  readTitle(): string | null;
}

export interface OfficeRelation {
  readonly id: string;
  /** The last word of the type's URI, for example `slide`. */
  readonly type: string;
  readonly part: string;
}

const PROPERTIES_PART = 'docProps/core.xml';

/** Opens the file within the limits. Throws a ParseRefusal for what is encrypted, damaged or too large. */
export function openOfficePackage(
  bytes: Uint8Array,
  format: OfficeFormat,
  limits: ParseLimits,
): OfficePackage {
  const parts = unpackOfficeText(bytes, format, limits);

  function readSource(part: string): string {
    const content = parts.get(part);
    if (content === undefined) throw unreadableOffice(format, `it holds no ${part}`);
    const source = new TextDecoder(encodingOf(content)).decode(content);
    if (!isWhole(source)) throw unreadableOffice(format, `${part} is damaged (it is cut short)`);
    return source;
  }

  function readXml(part: string): XmlElement {
    const source = readSource(part);
    try {
      return parseXml(source);
    } catch (error) {
      throw unreadableOffice(format, `${part} is damaged (${messageOf(error)})`);
    }
  }

  function relationsOf(part: string): readonly OfficeRelation[] {
    const relations = relationsPartOf(part);
    return parts.has(relations) ? readRelations(readXml(relations), part) : [];
  }

  const main = relationsOf('').find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined || !parts.has(main))
    throw unreadableOffice(format, 'its main part is missing');
  return {
    mainPart: main,
    readSource,
    readXml,
    has: (part) => parts.has(part),
    relationsOf,
    readTitle: () => readTitle(parts, readXml),
  };
}

function readTitle(parts: OfficeParts, readXml: (part: string) => XmlElement): string | null {
  if (!parts.has(PROPERTIES_PART)) return null;
  const title = elementsOf(readXml(PROPERTIES_PART), 'title')[0];
  const text = title === undefined ? '' : textOf(title).trim();
  return text === '' ? null : text;
}

function readRelations(root: XmlElement, part: string): readonly OfficeRelation[] {
  return elementsOf(root, 'Relationship').flatMap((relation) => {
    const target = attributeOf(relation, 'Target');
    if (target === null || attributeOf(relation, 'TargetMode') === 'External') return [];
    const path = target.startsWith('/')
      ? posix.normalize(target.slice(1))
      : posix.normalize(posix.join(posix.dirname(part), target));
    return [
      {
        id: attributeOf(relation, 'Id') ?? '',
        type: attributeOf(relation, 'Type')?.split('/').at(-1) ?? '',
        part: path,
      },
    ];
  });
}

/** `ppt/presentation.xml` keeps its relations in `ppt/_rels/presentation.xml.rels`. */
function relationsPartOf(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** Office parts are UTF-8, or UTF-16 with a byte order mark. */
function encodingOf(content: Uint8Array): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le';
  return content[0] === 0xfe && content[1] === 0xff ? 'utf-16be' : 'utf-8';
}
