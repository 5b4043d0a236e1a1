import { describe, expect, it } from 'vitest';
import { Masks } from '../runner/masks.ts';
import { ansiToHtml, forTerminal } from './ansi.ts';
import { html } from './html.ts';
import { readBlocks } from './log-blocks.ts';
import { logToHtml } from './log-page.ts';
import { renderMarkdown } from './markdown.ts';

const render = (markdown: string) => renderMarkdown(markdown).markup;

describe('Markdown', () => {
  it('renders tables, code and folded parts', () => {
    const page = render(
      '| a |\n| - |\n| `b` |\n\n<details><summary>More</summary>\n\n```\n<i>\n```\n\n</details>\n',
    );
    expect(page).toContain('<td><code>b</code></td>');
    expect(page).toContain('<details><summary>More</summary>');
    expect(page).toContain('<pre><code>&lt;i&gt;</code></pre>');
    expect(page.trimEnd()).toMatch(/<\/details>$/);
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a <img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['[click](javascript:alert(1))', '<p>click</p>'],
    ['![seen](https://example.com/a.png)', '<a href="https://example.com/a.png"'],
    ['<details onclick="x" open>', '<details open></details>'],
    ['</section></details>text', '&lt;/section&gt;text'],
    ['one <!-- two --> three', '<p>one  three</p>'],
    ['&lt;b&gt; &amp; <', '&lt;b&gt; &amp; &lt;'],
    ['thanks @octocat, a@example.com', 'thanks <strong class="mention">@octocat</strong>, <a href="mailto:'],
  ])('renders %j harmlessly', (markdown, expected) => {
    expect(render(markdown)).toContain(expected);
  });

  it('leaves the source of a diagram to the script', () => {
    const page = render('```mermaid\ngantt\n  title <b>\n```');
    expect(page).toContain('<pre class="mermaid">gantt\n  title &lt;b&gt;</pre>');
  });
});

describe('the log', () => {
  const phase = { stderr: '', problems: [], log: '' };

  it('folds groups, colours annotations and masks from the announcement on', () => {
    const stdout =
      'pw\n::add-mask::pw\n::group::Work\n  pw\n::endgroup::\n  0:01 after\n::error::Bad%0Aworse\n';
    const blocks = readBlocks({ ...phase, stdout }, new Masks());
    expect(blocks).toEqual([
      { lines: [{ text: 'pw' }] },
      { title: 'Work', lines: [{ text: '  ***' }] },
      {
        lines: [
          { text: '  0:01 after' },
          { text: 'Error: Bad', level: 'error' },
          { text: 'worse', level: 'error' },
        ],
      },
    ]);
    expect(logToHtml(blocks).markup).toMatch(
      /<details><summary>.*Work.*<\/summary>.*\*\*\*.*<\/details>.*after/s,
    );
  });

  it('heeds stopped commands', () => {
    const stdout = '::stop-commands::token\n::error::text\n::token::\n::warning::real\n';
    const texts = readBlocks({ ...phase, stdout }, new Masks()).flatMap(({ lines }) => lines);
    expect(texts.filter(({ level }) => level)).toEqual([{ text: 'Warning: real', level: 'warning' }]);
  });

  it('ends with the complaints of the runner', () => {
    const problems = ['Odd input', 'Bad file'];
    const blocks = readBlocks(
      { stdout: '', stderr: 'oops\n', problems, log: 'Warning: Odd input\n' },
      new Masks(),
    );
    expect(blocks[0]?.lines).toEqual([
      { text: 'oops' },
      { text: 'Warning: Odd input', level: 'warning' },
      { text: 'Error: Bad file', level: 'error' },
    ]);
  });

  it('turns colours into spans and drops what else could drive a terminal', () => {
    const line = '\u001b[1;31m<red>\u001b[0m plain\u001b[2J\u001b]8;;https://example.com\u0007';
    expect(ansiToHtml(line).markup).toBe('<span class="ansi-red ansi-bold">&lt;red&gt;</span> plain');
    expect(forTerminal(line, true)).toBe('\u001b[1;31m<red>\u001b[0m plain');
    expect(forTerminal(line, false)).toBe('<red> plain');
  });
});

it('escapes every value of a template', () => {
  expect(html`<a title="${'"<&\u0000'}">${[html`<b>`]}${undefined}</a>`.markup).toBe(
    '<a title="&quot;&lt;&amp;\ufffd"><b></a>',
  );
});
