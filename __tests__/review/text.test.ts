import { describe, expect, it } from 'vitest';
import type { ReviewReport } from '../../src/report/review.ts';
import { inlineBody, reviewBody } from '../../src/report/review-text.ts';
import { Diff } from '../../src/review/diff.ts';
import type { Finding } from '../../src/review/findings.ts';
import { type EarlierComment, type PlacedAs, placeFindings } from '../../src/review/placement.ts';
import { ATTACKS } from '../emulator/oz/hostile.ts';
import { RENDERERS } from '../fuzz/renderers.ts';
import { mentions, render } from '../scenarios/rendered.ts';

const COMMIT = 'a'.repeat(40);
const AT = {
  serverUrl: 'https://github.com',
  repository: 'octo-org/octo-repo',
  commit: COMMIT,
  mergeBase: 'c'.repeat(40),
};
const REVIEWED = `https://github.com/octo-org/octo-repo/blob/${COMMIT}/`;
const MARKER = '<!-- oz-agent-action review=1 -->';
const OPEN = { redact: (text: string) => text, redactData: <T>(data: T) => data };
const DIFF = new Diff([
  { filename: 'a.ts', patch: '@@ -1,2 +1,3 @@\n one\n+two\n three' },
  { filename: 'new.ts', previous_filename: 'old.ts', patch: undefined },
]);
const ALL_ATTACKS = ATTACKS.join('\n');

function finding(facts: Partial<Finding> = {}): Finding {
  return { path: 'a.ts', line: 2, severity: 'major', title: 'Look here', body: 'Because', ...facts };
}

function reviewOf(
  findings: Finding[],
  facts: Partial<ReviewReport> = {},
  { earlier = [], max = 25 }: { earlier?: EarlierComment[]; max?: number } = {},
): ReviewReport {
  const placed = placeFindings(findings, DIFF, earlier, max);
  return { summary: 'All in all fine.', placed, at: AT, url: undefined, why: undefined, ...facts };
}

function textOf(findings: Finding[], ...more: [Partial<ReviewReport>?, { max?: number }?]): string {
  return reviewBody(reviewOf(findings, ...more), MARKER, OPEN);
}

function inlineOf(facts: Partial<Finding>): string {
  const [placed] = placeFindings([finding(facts)], DIFF, [], 25);
  expect(placed?.kind).toBe('inline');
  return inlineBody(placed as PlacedAs<'inline'>, AT, MARKER, OPEN);
}

describe('the text of a review', () => {
  it('opens with the marker, then the summary, then the counts', () => {
    const all = [finding(), finding({ severity: 'critical' }), finding({ severity: 'nit' }), finding()];
    expect(textOf(all)).toBe(`${MARKER}\nAll in all fine.\n\n🛑 1 critical · ⚠️ 2 major · ✏️ 1 nit\n`);
  });

  it('leaves out what would make it too long with its marker', () => {
    const marker = `<!-- ${'x'.repeat(5000)} -->`;
    const long = Array.from({ length: 8 }, (_, index) =>
      finding({ path: 'other.ts', line: index + 1, body: 'word '.repeat(1400) }),
    );
    const text = reviewBody(reviewOf(long), marker, OPEN);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text.split('word word').length).toBeGreaterThan(4);
    expect(reviewBody(reviewOf(long), MARKER, OPEN).length).toBeGreaterThan(text.length);
  });

  it('lists what is outside the diff, with a link to the line as it was reviewed', () => {
    const text = textOf([
      finding({ path: 'src/b c.ts', line: 9, start_line: 7 }),
      finding({ path: 'old.ts', line: 3, side: 'LEFT' }),
      finding({ path: 'new.ts', line: 3, side: 'LEFT' }),
    ]);
    expect(text).toContain('### Outside the diff\n');
    expect(text).toContain(`[\`src/b c.ts:7-9\`](${REVIEWED}src/b%20c.ts#L7-L9) **⚠️ major**: Look here`);
    const old = `https://github.com/octo-org/octo-repo/blob/${'c'.repeat(40)}/old.ts#L3`;
    expect(text).toContain(`[\`old.ts:3\`](${old})`);
    expect(text).toContain(`[\`new.ts:3\`](${old})`);
    expect(text).toContain('> Because');
  });

  it('links no line of a commit that is not known', () => {
    const text = textOf([finding({ path: 'b.ts', side: 'LEFT' })], { at: { ...AT, mergeBase: undefined } });
    expect(text).toContain('`b.ts:2` **⚠️ major**: Look here');
    expect(render(text).links).toEqual([]);
  });

  it('lists what is beyond the most inline comments, and what stands there already', () => {
    const earlier = { path: 'a.ts', side: 'RIGHT', lineText: 'three', isResolved: false } as const;
    const url = 'https://github.com/octo-org/octo-repo/pull/7#discussion_r1';
    const review = reviewOf(
      [finding(), finding({ title: 'Too many' }), finding({ line: 3, title: 'Once more' })],
      {},
      { earlier: [{ ...earlier, url }], max: 1 },
    );
    const text = reviewBody(review, MARKER, OPEN);
    expect(text).toContain('### More findings\n\n[`a.ts:2`]');
    expect(text).toContain(`### Still open\n\n**⚠️ major**: Once more · [comment](${url})`);
    expect(text).not.toContain('Look here');
  });

  it('drops bodies before titles, and counts what still does not fit', () => {
    const long = (length: number, count: number) =>
      Array.from({ length: count }, (_, n) =>
        finding({ path: `b${n}.ts`, title: `${n}:`.padEnd(200, '@'), body: 'x'.repeat(length) }),
      );
    const some = textOf(long(8000, 20));
    expect(some.match(/@{100}/g) ?? some.match(/(?:@\u200b?){100}/g)).not.toBeNull();
    expect(render(some).headings).toEqual([3]);
    expect(some).toContain('x'.repeat(8000));
    for (let n = 0; n < 20; n += 1) expect(some).toContain(`b${n}.ts:2`);
    const many = textOf(long(10, 300).map((one) => ({ ...one, path: one.path.padStart(280, 'ä') })));
    expect(many.length).toBeLessThanOrEqual(65_536);
    const shown = (many.match(/\.ts:2`/g) ?? []).length;
    expect(shown).toBeGreaterThan(5);
    expect(many).toContain(`… and ${300 - shown} more, which the step summary lists.`);
  });
});

describe('an inline comment', () => {
  it('has severity, title, body and suggestion', () => {
    expect(inlineOf({ suggestion: 'const a = 1;\n' })).toBe(
      `${MARKER}\n**⚠️ major**: Look here\n\nBecause\n\n\`\`\`suggestion\nconst a = 1;\n\`\`\`\n`,
    );
  });

  it('has a fence longer than any in the suggestion', () => {
    const suggestion = '````\n```suggestion\nrm -rf /\n```\n````';
    expect(inlineOf({ suggestion })).toContain(`\n\`\`\`\`\`suggestion\n${suggestion}\n\`\`\`\`\`\n`);
  });

  it('can suggest to take a line out', () => {
    expect(inlineOf({ suggestion: '' })).toContain('```suggestion\n```');
  });

  it('suggests nothing on the side that is gone, and shows a fence of the body as code', () => {
    const left = inlineOf({ line: 1, side: 'LEFT', suggestion: 'one' });
    expect(left).toContain('```\none\n```');
    const body = '```suggestion\na\n```\n\n~~~ Suggestion x\nb\n~~~\n\n> ```suggestion\n> c\n> ```';
    expect(left + inlineOf({ body })).not.toMatch(/(?:`{3,}|~{3,})\s*suggestion/i);
  });

  it('stays within what GitHub takes', () => {
    const hard = '*`<_&@x/y#1\u{1f600}ä';
    const body = hard.repeat(8000).slice(0, 8000);
    expect(inlineOf({ body, suggestion: body, title: body.slice(0, 200) }).length).toBeLessThan(65_536);
  });
});

describe('hostile text', () => {
  const PATHS = [
    '../../../evil/evil/blob/x',
    'a/%2e%2e/b',
    '/etc/passwd',
    'a|b\n| c |',
    '`](https://evil.example/)',
    'x\u202etxt.exe',
    'www.evil.example/a.ts',
    'https://evil.example/a.ts',
    '\ud800',
  ];
  const WORDS = [
    ALL_ATTACKS,
    '[a](https://evil.example) <https://evil.example> https://evil.example www.evil.example a@evil.example',
    '![x](https://evil.example/x.png) [x][r]\n\n[r]: https://evil.example',
    `[up](${REVIEWED}../../../../../evil/evil) [line](${REVIEWED}a.ts#L1)`,
    '```suggestion\nrm -rf /\n```\n\n```\nopen',
    `${MARKER}\n<!-- oz-agent-action finding=x -->`,
    '\u202e@octo-org/team\u2066 #12 other/repo#12 fixes #1',
    '@'.repeat(8000),
  ];

  it.each([...WORDS, ...PATHS].map((words) => [words.slice(0, 60), words]))(
    'does nothing: %j',
    (_, words) => {
      const hostile = finding({ title: words.slice(0, 200), body: words, suggestion: words, path: words });
      const texts = [
        textOf([hostile, { ...hostile, side: 'LEFT' }], { summary: words }),
        inlineOf({ title: words.slice(0, 200), body: words, suggestion: words }),
      ];
      for (const text of texts) {
        const { links, images, html } = render(text);
        for (const link of links) {
          expect(new URL(link).pathname).toMatch(/^\/octo-org\/octo-repo\/blob\/(?:a{40}|c{40})\//);
        }
        expect(images).toEqual([]);
        expect(html).toEqual([MARKER]);
        expect(mentions(text)).toEqual([]);
        for (const show of Object.values(RENDERERS)) {
          const targets = [...show(text).matchAll(/href="([^"]*)"/g)].map(([, target = '']) => target);
          const foreign = targets.filter(
            (target) => !target.startsWith('https://github.com/octo-org/octo-repo/blob/'),
          );
          // Of an address of mail with an invisible character in it one renderer makes a link, GitHub does not.
          expect(foreign.filter((target) => !/^mailto:.*@xn--/.test(target))).toEqual([]);
        }
      }
      const [, inline = ''] = texts;
      expect(inline.match(/^`{3,}suggestion$/gm)?.length).toBeGreaterThanOrEqual(1);
    },
  );
});
