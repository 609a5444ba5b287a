import { describe, expect, it } from 'vitest';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const policy = `---
title: Leave policy
owner: People
---

# Annual leave

Everybody has **25 days** of [leave](https://people.example), see \`HR-12\`.
The line goes on here.

## Rules

1. Ask first:
   - by form
   - or in person
2. Then wait.

- [x] done

| Grade | Days |
| --- | --- |
| A | 25 |
| B | |

> Leave is not pay.

\`\`\`sh
leave --days 2

leave --list
\`\`\`

![A calendar](calendar.png)

Carry over is possible.[^1]

[^1]: Up to five days.
`;

describe('parseMarkdown', () => {
  it('reads structure and drops inline markup', async () => {
    expect(blocksOf(await parsed('text/markdown', policy))).toEqual([
      'heading1: Annual leave',
      'paragraph: Everybody has 25 days of leave, see HR-12. The line goes on here.',
      'heading2: Rules',
      'list_item: 1. Ask first:',
      'list_item: - by form',
      'list_item: - or in person',
      'list_item: 2. Then wait.',
      'list_item: - [x] done',
      'table_row: Grade: A; Days: 25',
      'table_row: Grade: B',
      'quote: Leave is not pay.',
      'code: leave --days 2\n\nleave --list',
      'paragraph: A calendar',
      'paragraph: Carry over is possible. (note 1)',
      'paragraph: Note 1: Up to five days.',
    ]);
  });

  it('keeps the space before markup that follows a line break', async () => {
    const text = 'The page is short.\n  It names the server `keyring` \nand the form _IT-03_.';

    expect(blocksOf(await parsed('text/markdown', text))).toEqual([
      'paragraph: The page is short. It names the server keyring and the form IT-03.',
    ]);
  });

  it('indents nested items outside their spans', async () => {
    const document = await parsed('text/markdown', '- a\n  - b\n\ntext');
    expect(document.text).toBe('- a\n  - b\n\ntext');
    expect(findOffsetFault(document)).toBeNull();
  });

  it('takes the title from the front matter, then from the first heading', async () => {
    expect((await parsed('text/markdown', policy)).title).toBe('Leave policy');
    expect((await parsed('text/markdown', 'Text\n\n# A *title*')).title).toBe('A title');
    expect((await parsed('text/markdown', '---\ntitle: [oops\n---\ntext')).title).toBeNull();
    expect((await parsed('text/markdown', 'Text only')).title).toBeNull();
  });

  it('reads raw HTML as HTML and drops comments', async () => {
    const source =
      '<details><summary>More</summary>\n\nInside\n\n</details>\n\n<!-- hidden -->\n\na<br>b';
    expect(blocksOf(await parsed('text/markdown', source))).toEqual([
      'paragraph: More',
      'paragraph: Inside',
      'paragraph: a\nb',
    ]);
  });

  it('reads Windows line ends and a byte order mark', async () => {
    const document = await parsed('text/markdown', '\ufeff# One\r\n\r\nTwo\r\n');
    expect(document.text).toBe('One\n\nTwo');
  });

  it('keeps the offsets exact', async () => {
    expect(findOffsetFault(await parsed('text/markdown', policy))).toBeNull();
  });

  it('refuses a document of markup without text', async () => {
    expect((await refusal('text/markdown', '---\ntitle: x\n---\n\n<!-- nothing -->')).code).toBe(
      'empty',
    );
  });

  it('reads a long document in portions as it reads it whole', async () => {
    const section = `## Part\n\nSee [the form][form].\n\n\`\`\`\n# no heading\n\n\`\`\`\n\n- a\n- b\n`;
    const count = 1_200;
    const document = await parsed('text/markdown', `${section.repeat(count)}\n[form]: /hr-12`);
    const expected = ['heading2: Part', 'paragraph: See the form.', 'code: # no heading'];
    expect(blocksOf(document).slice(0, 3)).toEqual(expected);
    expect(new Set(blocksOf(document)).size).toBe(5);
    expect(document.blocks).toHaveLength(5 * count);
  });
});
