import { describe, expect, it } from 'vitest';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const page = `<!doctype html><html><head><title>Sick pay | Intranet</title><style>p{}</style></head><body>
<header>Intranet <nav><a href="/">Home</a></nav></header>
<nav><ul><li>People</li></ul></nav>
<main><article><header><h1>Sick pay</h1></header>
<p>Call   your
manager<br>before <b>09:30</b>.</p>
<p hidden>secret</p><p style="display: none">secret</p><div aria-hidden="true">secret</div>
<script>alert(1)</script><!-- secret -->
<ol start="3"><li>Send the note<ul><li>by post</li></ul></li><li><p>Rest.</p><p>Truly.</p></li></ol>
<table><caption>Pay</caption><thead><tr><th>Service</th><th>Full pay</th></tr></thead>
<tbody><tr><td>1 year</td><td>6 weeks</td></tr><tr><td>5 years</td><td><ul><li>26 weeks</li><li>then half</li></ul></td></tr></tbody></table>
<pre><code>GET /notes
  Accept: text</code></pre>
<blockquote><p>Get well.</p></blockquote>
<dl><dt>Fit note</dt><dd>A doctor's paper.</dd></dl>
<img src="x.png" alt="A thermometer">
</article></main>
<aside>Related pages</aside><footer>© Bank</footer></body></html>`;

describe('parseHtml', () => {
  it('reads the content of a page without its frame or what is hidden', async () => {
    expect(blocksOf(await parsed('text/html', page))).toEqual([
      'heading1: Sick pay',
      'paragraph: Call your manager\nbefore 09:30.',
      'list_item: 3. Send the note',
      'list_item: - by post',
      'list_item: 4. Rest.',
      'list_item: Truly.',
      'paragraph: Pay',
      'table_row: Service: 1 year; Full pay: 6 weeks',
      'table_row: Service: 5 years; Full pay: 26 weeks, then half',
      'code: GET /notes\n  Accept: text',
      'quote: Get well.',
      "list_item: - Fit note: A doctor's paper.",
      'paragraph: A thermometer',
    ]);
  });

  it('keeps the offsets exact', async () => {
    expect(findOffsetFault(await parsed('text/html', page))).toBeNull();
  });

  it('takes the title from the heading, then from the head', async () => {
    expect((await parsed('text/html', page)).title).toBe('Sick pay');
    expect((await parsed('text/html', '<title>Head</title><p>Text')).title).toBe('Head');
  });

  it('drops the frame of a page without a main element', async () => {
    const source =
      '<header>Bank</header><aside>Ad</aside><div role="navigation">Menu</div><p>Text</p>';
    expect(blocksOf(await parsed('text/html', source))).toEqual(['paragraph: Text']);
  });

  it('reads the text of broken markup', async () => {
    expect(blocksOf(await parsed('text/html', '<p>One<p>Two<li>Three<b>Four'))).toEqual([
      'paragraph: One',
      'paragraph: Two',
      'paragraph: ThreeFour',
    ]);
  });

  it('repeats a cell that spans rows and joins headers of two rows', async () => {
    const source = `<table><thead><tr><th rowspan=2>Grade<th colspan=2>Leave<tr><th>Days<th>Hours</thead>
      <tr><td rowspan=2>A<td>25<td>200<tr><td>26<td>208</table>`;
    expect(blocksOf(await parsed('text/html', source))).toEqual([
      'table_row: Grade: A; Leave, Days: 25; Leave, Hours: 200',
      'table_row: Grade: A; Leave, Days: 26; Leave, Hours: 208',
    ]);
  });

  it('names the values of a table that has its headers in the first column', async () => {
    const source = '<table><tr><th>Owner<td>People<tr><th>Since<td>2024</table>';
    expect(blocksOf(await parsed('text/html', source))).toEqual([
      'table_row: Owner: People',
      'table_row: Since: 2024',
    ]);
  });

  it('reads a table that only arranges the page as text', async () => {
    const source =
      '<table><tr><td><p>Left</p></td></tr></table><table role=presentation><tr><td>A<td>B</table>';
    expect(blocksOf(await parsed('text/html', source))).toEqual([
      'paragraph: Left',
      'paragraph: A',
      'paragraph: B',
    ]);
  });

  it('reads an older page in the encoding that it declares', async () => {
    const bytes = Buffer.from('<meta charset="windows-1252"><p>Gr\u00fc\u00dfe', 'latin1');
    expect((await parsed('text/html', bytes)).text).toBe('Grüße');
  });

  it('refuses a page without text', async () => {
    const outcome = await refusal(
      'text/html',
      '<html><body><img src="scan.png"><script>1</script>',
    );
    expect(outcome.code).toBe('empty');
  });

  it('reads two hundred thousand spaces in elements of their own', async () => {
    const source = `<p>a${'<b> </b>'.repeat(200_000)}<i>b</i>`;
    expect((await parsed('text/html', source)).text).toBe('a b');
  });

  it('refuses markup that is nested too deeply', async () => {
    const outcome = await refusal('text/html', `${'<div>'.repeat(5_000)}deep`);
    expect(outcome.code).toBe('unreadable');
  });
});
