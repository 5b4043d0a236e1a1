import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demonstrate } from './demonstrate.ts';
import { MARKDOWN_STYLE } from './packages.ts';
import { demonstrationToPage } from './page.ts';
import { STYLE } from './style.ts';
import { demonstrationToText } from './terminal.ts';

const FAST = { pace: 'reads', with: { 'poll-interval-seconds': 0.05 } } as const;

/** Markup that this page has no use for, so that it can only come from others. */
const FOREIGN =
  /<(script|img|iframe|object|link|form|input)\b|<[a-z][^>]*\son[a-z]+=|href="(?!https?:|mailto:|#)/i;

/** The declarations of the rules for a selector. */
function rulesOf(selector: string): string {
  const rules = `${MARKDOWN_STYLE}${STYLE}`.matchAll(/^([^{}]+?) \{([^{}]*)\}$/gm);
  return [...rules]
    .flatMap(([, names = '', rule = '']) => (names.trim().split(/,\s*/).includes(selector) ? [rule] : []))
    .join(' ');
}

/** The scripts of a page, and the page without them. */
function scriptsOf(page: string): { scripts: string[]; rest: string } {
  const pattern = /<script>([\s\S]*?)<\/script>/g;
  return {
    scripts: [...page.matchAll(pattern)].map(([, script = '']) => script),
    rest: page.replace(pattern, ''),
  };
}

describe('the page', () => {
  it('breaks no words in tables, although it does so elsewhere', () => {
    expect(rulesOf('body')).toContain('overflow-wrap: anywhere');
    expect(rulesOf('.markdown-body')).toContain('word-wrap: break-word');
    expect(rulesOf('.markdown-body table')).toContain('overflow: auto');
    expect(rulesOf('table.outputs')).toContain('overflow-wrap: normal');
    expect(rulesOf('table.requests')).toContain('overflow-wrap: normal');
    expect(rulesOf('.box')).toContain('overflow: auto');
    expect(rulesOf('.outputs th')).toContain('white-space: nowrap');
    expect(rulesOf('.requests th')).toContain('white-space: nowrap');
  });

  it('brings Mermaid where there is something to draw, and allows no other script', async () => {
    const demonstration = await demonstrate({ scenario: 'fails', ...FAST });
    const { result } = demonstration;
    expect(demonstrationToPage(demonstration)).not.toContain('script-src');
    const summary = '```mermaid\ngantt\n  section <b>\n```\n';
    const page = demonstrationToPage({ ...demonstration, result: { ...result, summary } });
    const { scripts, rest } = scriptsOf(page);
    expect(scripts).toHaveLength(1);
    const [script = ''] = scripts;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(rest).toContain(`script-src &#39;sha256-${hash}&#39;">`);
    expect(rest).toContain('<pre class="mermaid">gantt\n  section &lt;b&gt;</pre>');
    expect(rest).not.toMatch(FOREIGN);
    expect(script).toContain('securityLevel');
  });

  it('shows log, outputs, summary, comment and requests', async () => {
    const demonstration = await demonstrate({ scenario: 'succeeds-with-pull-request', ...FAST });
    const page = demonstrationToPage(demonstration);
    expect(demonstration.violations).toEqual([]);
    expect(page).toContain('<span class="badge success">');
    for (const id of ['log', 'outputs', 'summary', 'comment', 'requests'])
      expect(page).toContain(`id="${id}"`);
    expect(page).toContain('<code>pull-request-url</code>');
    expect(page).toContain('POST /api/v1/agent/runs');
    expect(page).toContain('<b>github-actions</b> <span class="label">bot</span>');
    expect(page).not.toContain('&lt;!-- oz-agent-action');
    expect(page).not.toMatch(FOREIGN);
    const text = demonstrationToText(demonstration, { columns: 100, hasColours: false });
    expect(text).toContain('success, outcome succeeded');
    expect(text).toMatch(/^outcome {2,}succeeded$/m);
  });

  it('shows a review as it stands on the pull request: what it says below the lines of the diff', async () => {
    const demonstration = await demonstrate({ scenario: 'review', ...FAST });
    expect(demonstration.violations).toEqual([]);
    expect(demonstration.result.outputs.outcome).toBe('findings');
    const page = demonstrationToPage(demonstration);
    const [, review = ''] = page.split('id="review"');
    expect(review).toMatch(
      /src\/tokenizer\.ts, lines 5 to 6[\s\S]*<span class="added">\+ {2}if \(last[\s\S]*A token is thrown instead of an error/,
    );
    expect(review).toContain('data-language="suggestion"');
    expect(page).not.toMatch(FOREIGN);
    expect(demonstrationToText(demonstration, { columns: 100, hasColours: false })).toContain(
      '── On src/tokenizer.ts:6 ──',
    );
  });

  it('escapes whatever an agent wrote', async () => {
    const demonstration = await demonstrate({ scenario: 'hostile-error', ...FAST });
    const page = demonstrationToPage(demonstration);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(FOREIGN);
    expect(page.match(/<details/g)?.length).toBe(page.match(/<\/details>/g)?.length);
    const text = demonstrationToText(demonstration, { columns: 100, hasColours: true });
    expect(text).not.toMatch(/[\u0000\u0007\u009b\u202e]|\u001b\](?:8|2J)/);
  });
});
