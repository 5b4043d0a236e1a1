import { describe, expect } from 'vitest';
import { type Finding, SEVERITIES } from '../../src/review/findings.ts';
import type { FileChange } from '../emulator/github/changes.ts';
import { ATTACKS } from '../emulator/oz/hostile.ts';
import { commentsOf, it } from '../support/dist-step.ts';
import { mentions, render } from './rendered.ts';
import { AFTER, FILES, finding, inlineOf, prepare, REVIEW, REVIEWED, reviewsOf } from './reviewing.ts';

/** Of every kind: changed, new, gone, renamed, binary, without patch, with CRLF, without an end of the last line. */
function manyFiles(): FileChange[] {
  const [{ before = '' } = {}] = FILES;
  const kinds: Omit<FileChange, 'path'>[] = [
    { before, after: AFTER },
    { after: 'one\ntwo\n' },
    { before: 'one\ntwo\n' },
    { previousPath: 'old/name.ts', before, after: AFTER },
    { binary: true },
    { before, after: AFTER, noPatch: true },
    { before: before.replaceAll('\n', '\r\n'), after: AFTER.replaceAll('\n', '\r\n') },
    { before: before.trimEnd(), after: `${AFTER}more` },
  ];
  return Array.from({ length: 40 }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? {};
    const renamed = kind.previousPath === undefined ? {} : { previousPath: `old/${n}.ts` };
    return { path: `src/${n}.ts`, ...kind, ...renamed };
  });
}

/** Each with a title of its own, at and around the edges of hunks. */
function manyFindings(): Finding[] {
  const lines = [1, 6, 7, 10, 11, 14, 15, 27, 28, 33, 34, 41];
  return Array.from({ length: 300 }, (_, n) => {
    const line = lines[n % lines.length] ?? 1;
    return finding({
      path: n % 7 === 3 ? `old/${n % 40}.ts` : `src/${n % 40}.ts`,
      line,
      ...(n % 5 === 0 && { start_line: Math.max(1, line - (n % 4)) }),
      side: n % 3 === 0 ? 'LEFT' : 'RIGHT',
      severity: SEVERITIES[n % 4] ?? 'nit',
      title: `Finding ${n}.`,
    });
  });
}

describe.concurrent('three hundred findings over forty files', () => {
  for (const most of ['100', '0']) {
    it(`with ${most} comments on lines: each is there once`, async ({ stage }) => {
      prepare(stage, manyFindings(), manyFiles());
      const job = await stage.run({ with: { ...REVIEW, 'max-review-comments': most } });
      expect(job.annotations).toEqual([]);
      const [review, ...others] = reviewsOf(stage);
      expect(others).toEqual([]);
      const texts = [review?.body ?? '', ...inlineOf(stage).map(({ body }) => body)];
      const said = texts.join('\n').match(/Finding \d+\./g) ?? [];
      expect(new Set(said).size).toBe(said.length);
      const left = Number(/and (\d+) more, which the step summary lists/.exec(review?.body ?? '')?.[1] ?? 0);
      expect(said.length + left).toBe(300);
      expect(inlineOf(stage).length).toBeLessThanOrEqual(Number(most));
      if (most === '100') expect(inlineOf(stage).length).toBeGreaterThan(50);
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(65_536);
      const listed = job.summary.match(/(?<=^- .*: )Finding \d+\.(?= · )/gm) ?? [];
      expect(new Set(listed).size).toBe(300);
      expect(listed).toHaveLength(300);
      const { github } = stage.emulator;
      expect(commentsOf(stage.emulator)[0]).toContain('🛑 75 critical · ⚠️ 75 major · 🔷 75 minor · ✏️ 75 nit');
      expect(github.reviews.of(7)).toHaveLength(1);
    });
  }
});

describe.concurrent('an agent that writes attacks into every field of a review', () => {
  it('reaches nobody, and leads nowhere else', async ({ stage }) => {
    const attack = ATTACKS.join('\n');
    const suggestion = '```suggestion\nrm -rf /\n````';
    const fields = { title: attack.slice(0, 200), body: `${attack}\n${suggestion}`, suggestion };
    const paths = ['../../../x', 'a|b\n`c`', 'https://evil.example/a', attack.slice(0, 300)];
    prepare(stage, [
      finding(fields),
      finding({ ...fields, title: '@octocat [x](https://evil.example)', line: 10, side: 'LEFT' }),
      ...paths.map((path) => finding({ ...fields, path })),
    ]);
    const job = await stage.run({ with: REVIEW });
    const inline = inlineOf(stage).map(({ body }) => body);
    expect(inline).toHaveLength(2);
    expect(inline.filter((body) => /^`{5,}suggestion$/m.test(body))).toHaveLength(1);
    for (const text of [...reviewsOf(stage).map(({ body }) => body), ...inline]) {
      const { links, images, html } = render(text);
      expect(links.filter((link) => !link.startsWith(REVIEWED))).toEqual([]);
      expect([images, mentions(text)]).toEqual([[], []]);
      expect(html).toEqual([expect.stringMatching(/^<!-- oz-agent-action (review|finding)=[\w%.]+ -->$/)]);
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
    expect(mentions(job.summary)).toEqual([]);
    expect(render(job.summary).images).toEqual([]);
  });
});
