import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PPTX_MIME } from '../../../../core/file-extensions.ts';
import { DEFAULT_PARSE_LIMITS } from '../../../../ingest/parse/parsed-document.ts';
import { buildPptx, paragraph, shape, title } from './build-pptx.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const outline = shape(
  paragraph('Two days', '<a:pPr lvl="0"/>') +
    paragraph('in the office', '<a:pPr lvl="1"/>') +
    paragraph('No bullet', '<a:pPr><a:buNone/></a:pPr>') +
    paragraph('First', '<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>') +
    paragraph('Second', '<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>'),
  '<p:ph idx="1"/>',
);

function cell(text: string, attributes = ''): string {
  return `<a:tc${attributes}><a:txBody>${paragraph(text)}</a:txBody></a:tc>`;
}

const table = `<p:graphicFrame><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>
<a:tr>${cell('Grade')}${cell('Days')}</a:tr>
<a:tr>${cell('A', ' rowSpan="2"')}${cell('25')}</a:tr>
<a:tr>${cell('', ' vMerge="1"')}${cell('26')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;

const footer = shape(paragraph('Bank 2026'), '<p:ph type="ftr"/>');
const diagram = `<p:graphicFrame><a:graphic><a:graphicData><dgm:relIds r:dm="rId2"/></a:graphicData></a:graphic></p:graphicFrame>`;

function placed(x: number): string {
  return `<a:xfrm><a:off x="${x}" y="10"/><a:ext cx="100" cy="100"/></a:xfrm>`;
}

describe('parsePptx', () => {
  it('reads titles, bullets, tables, diagrams and notes in the order of the show', async () => {
    const bytes = buildPptx(
      [
        { shapes: shape(paragraph('Remote &amp; <!-- x -->work'), '<p:ph type="ctrTitle"/>') },
        { shapes: outline + title('Rules') + footer, notes: 'Ask &#8217;HR&#8217; first.' },
        { shapes: `<p:grpSp>${shape(paragraph('Grouped'))}</p:grpSp>${table}${diagram}` },
      ],
      { 'ppt/diagrams/data1.xml': strToU8(`<m><pt><t>${paragraph('Step')}</t></pt></m>`) },
    );
    const document = await parsed(PPTX_MIME, bytes);
    expect(blocksOf(document)).toEqual([
      'heading1: Remote & work',
      'heading2: Rules',
      'list_item: - Two days',
      'list_item: - in the office',
      'paragraph: No bullet',
      'list_item: 1. First',
      'list_item: 2. Second',
      'paragraph: Speaker notes: Ask ’HR’ first.',
      'heading2: Slide 3',
      'paragraph: Grouped',
      'table_row: Grade: A; Days: 25',
      'table_row: Grade: A; Days: 26',
      'list_item: - Step',
    ]);
    expect(document.blocks.map(({ page }) => page)).toEqual([
      1,
      ...Array(7).fill(2),
      3,
      3,
      3,
      3,
      3,
    ]);
    expect(document).toMatchObject({ title: 'Remote & work', pageCount: 3, parser: 'pptx@2' });
    expect(document.findings).toBeUndefined();
    expect(findOffsetFault(document)).toBeNull();
  });

  it('leaves out and reports hidden slides and shapes that nobody sees', async () => {
    const hidden = shape(paragraph('Secret plan')).replace('<p:cNvPr', '<p:cNvPr hidden="1"');
    const document = await parsed(
      PPTX_MIME,
      buildPptx([
        { shapes: title('Seen') + hidden + shape(paragraph('Far away'), '', placed(9_200_000)) },
        { shapes: title('Old figures'), isHidden: true },
        { shapes: title('Seen too') + shape(paragraph('At the edge'), '', placed(9_143_000)) },
      ]),
    );
    expect(document.text).toBe('Seen\n\nSeen too\n\nAt the edge');
    expect(document.findings).toMatchObject([
      { kind: 'hidden_text', code: 'hidden_shape', page: 1, excerpt: 'Secret plan' },
      { code: 'off_slide', page: 1, excerpt: 'Far away', char_start: null },
      { code: 'hidden_slide', page: 2, excerpt: 'Old figures' },
    ]);
    expect(document.blocks.at(-1)?.page).toBe(3);
  });

  it('refuses a presentation whose parts are damaged, missing or too many', async () => {
    const slides = [{ shapes: title('One') }];
    const broken = buildPptx(slides, { 'ppt/slides/slide1.xml': strToU8('<p:sld><p:cSld>') });
    expect((await refusal(PPTX_MIME, broken)).detail).toMatch(/slide1\.xml is damaged .*cut short/);
    const deep = '<a>'.repeat(5_000) + '</a>'.repeat(5_000);
    const nested = buildPptx(slides, { 'ppt/slides/slide1.xml': strToU8(deep) });
    expect((await refusal(PPTX_MIME, nested)).code).toBe('unreadable');
    const lost = buildPptx(slides, { '_rels/.rels': strToU8('<Relationships/>') });
    expect((await refusal(PPTX_MIME, lost)).detail).toMatch(/main part is missing/);
    const bomb = buildPptx(slides, {
      'ppt/slides/slide1.xml': strToU8('<!DOCTYPE x [<!ENTITY a "aaaa">]><p:sld/>'),
    });
    expect((await refusal(PPTX_MIME, bomb)).detail).toMatch(/document type/);
    const limits = { ...DEFAULT_PARSE_LIMITS, maxPages: 1 };
    const many = buildPptx([...slides, ...slides]);
    expect((await refusal(PPTX_MIME, many, limits)).code).toBe('too_large');
    expect((await refusal(PPTX_MIME, many.subarray(0, 200))).code).toBe('unreadable');
  });

  it('refuses a presentation of more than 1,000 parts', async () => {
    const media = Array.from({ length: 1_001 }, (_, index) => [
      `ppt/media/${index}.png`,
      strToU8('x'),
    ]);
    const bytes = buildPptx([{ shapes: title('Text') }], Object.fromEntries(media));
    expect(await refusal(PPTX_MIME, bytes)).toMatchObject({
      detail: expect.stringMatching(/at most 1000 are read/),
    });
  });

  it('refuses a presentation with a password', async () => {
    const outcome = await refusal(PPTX_MIME, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]));
    expect(outcome).toMatchObject({ code: 'encrypted', detail: expect.stringMatching(/password/) });
  });
});
