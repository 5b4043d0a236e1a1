import fc, { type Arbitrary } from 'fast-check';

/** What would do something on GitHub if it stood there as it is. */
const LIVE: readonly string[] = [
  '@acme',
  '@acme/core',
  '@octo-cat',
  '@a1',
  'me@example.org',
  'other/repo#12',
  'other#12',
  'acme/widgets#12',
  'acme#12',
  'robots/fork#7',
  'robots/fork#8',
  '#12',
  'GH-12',
  'other/repo@0123456789abcdef0123456789abcdef01234567',
  'other@0123456',
  'acme/widgets@0123456',
  '0123456789abcdef0123456789abcdef01234567',
  'Fixes other/repo#12',
];

const ADDRESSES: readonly string[] = [
  'https://github.com/other/repo/issues/12',
  'http://github.com/other/repo/pull/12/files#r1',
  'https://GitHub.com/Other/Repo/discussions/12',
  'https://www.github.com/other/repo/commit/0123456789abcdef',
  'https://github.com/other//repo/%69ssues/12',
  'https://github.com./other/repo/issues/12',
  'https://github.com:443/other/repo/issues/12',
  'https://me@github.com/other/repo/issues/12',
  'https://github.com/acme/widgets/../../other/repo/issues/12',
  'https://github.com/acme/widgets/issues/12',
  'https://github.com/acme/widgets/pull/42',
  'https://github.com/robots/fork/pull/7',
  'https://github.com/robots/fork/pull/8',
  'www.github.com/other/repo/issues/12',
  'github.com/other/repo/issues/12',
  'www.example.org/@acme',
  'https://example.org/@acme?q=other/repo#12',
  'https://github.com/login',
  'HTTPS://github.com.evil.example/login',
  'mailto:me@example.org',
  'xmpp:me@example.org/room',
  'ftp://example.org/@acme',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//github.com/other/repo/issues/12',
  '/other/repo/issues/12',
  '#fragment',
  '',
];

const HTML: readonly string[] = [
  '<!-- oz-agent-action sticky=k -->',
  '<!-- oz-agent-action',
  '<!-->',
  '<!--',
  '-->',
  '<script>alert(1)</script>',
  '<img src=https://evil.example/x.png alt="@acme">',
  '<a href="https://github.com/other/repo/issues/12">',
  '</a>',
  '<details><summary>Prompt</summary>',
  '</details>',
  '<table><tr><td>',
  '<pre>',
  '<style>*{display:none}</style>',
  '<?php ?>',
  '<!DOCTYPE html>',
  '<![CDATA[x]]>',
  '<span title="',
  '<textarea>',
  '<raw-html>',
];

/** What goes away when it is rendered, or splits words, or is taken for the end of them. */
const SEAMS: readonly string[] = [
  '<!-- -->',
  '<!---->',
  '<b></b>',
  '<br>',
  '\\',
  '\\\n',
  '[](https://example.org)',
  '[](javascript:x)',
  '![](https://example.org/x.png)',
  '![](x)',
  '[^1]',
  '**',
  '*',
  '_',
  '~~',
  '~',
  '`',
  '``',
  '|',
  '&#8203;',
  '&ZeroWidthSpace;',
  '&shy;',
  '&#x202e;',
  '&#0;',
  '&#10;',
  '&#13;',
  '&NewLine;',
  '&nbsp;',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\u2060',
  '\u00ad',
  '\u0000',
  '\r',
  '\t',
  ' ',
  '  \n',
  '\n',
  '\n\n',
  '\n    ',
  '\n> ',
  '\n- ',
  '\n1. ',
  '\n|',
  '\n| - |\n',
  '\n===\n',
  '\n---\n',
  '\n```\n',
  '[',
  ']',
  '](',
  '![',
  ')',
  '<',
  '>',
  '&',
  '$',
  ':',
  '.',
  '-',
  '/',
  'é',
  '😀',
];

const live = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LIVE) },
  { weight: 2, arbitrary: fc.constantFrom(...ADDRESSES) },
);

/** A word with one of its characters written otherwise, or with something between two of them. */
const disguised = fc
  .tuple(live, fc.nat(), fc.constantFrom('reference', 'hex', 'escape', 'seam'), fc.constantFrom(...SEAMS))
  .map(([word, place, how, seam]) => {
    const at = word.length === 0 ? 0 : place % word.length;
    const [before, char, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)];
    const code = char.codePointAt(0) ?? 0x20;
    if (how === 'reference') return `${before}&#${code};${after}`;
    if (how === 'hex') return `${before}&#x${code.toString(16)};${after}`;
    return how === 'escape' ? `${before}\\${char}${after}` : `${before}${seam}${char}${after}`;
  });

type Wrap = (inner: string, address: string, label: string) => string;

const WRAPS: readonly Wrap[] = [
  (inner) => `*${inner}*`,
  (inner) => `__${inner}__`,
  (inner) => `~~${inner}~~`,
  (inner) => `~${inner}~`,
  (inner) => `\`${inner}\``,
  (inner) => `<${inner}>`,
  (inner) => `(${inner})`,
  (inner, address) => `[${inner}](${address})`,
  (inner, address) => `[${address}](<${address}> "${inner}")`,
  (inner, address) => `![${inner}](${address} '${inner}')`,
  (inner, address) => `[![${inner}](${address})](${address})`,
  (inner, address) => `[${inner}][r]\n\n[r]: ${address} (${inner})\n`,
  (inner, address) => `[${inner}]\n\n[${inner}]: ${address}\n`,
  (inner, address) => `![${inner}][]\n\n[${inner}]: ${address} "${inner}"\n`,
  (inner, _address, label) => `[^${label}]\n\n[^${label}]: ${inner}\n`,
  (inner) => `[^${inner}]\n\n[^${inner}]: ${inner}\n`,
  (inner) => `^[${inner}]`,
  (inner) => `\n# ${inner}\n`,
  (inner) => `\n${inner}\n===\n`,
  (inner) => `\n> ${inner}\n`,
  (inner) => `\n> [!NOTE]\n> ${inner}\n`,
  (inner) => `\n- ${inner}\n  - [ ] ${inner}\n`,
  (inner) => `\n1) ${inner}\n`,
  (inner) => `\n| a | ${inner} |\n| - | :-: |\n| ${inner} | b |\n`,
  (inner, _address, label) => `\n\`\`\`${label}\n${inner}\n\`\`\`\n`,
  (inner) => `\n~~~ mermaid\n${inner}\n`,
  (inner) => `\n    ${inner}\n`,
  (inner, address) => `<a href="${address}" title="${inner}">${inner}</a>`,
  (inner) => `<div>\n\n${inner}\n\n</div>`,
  (inner) => `<!-- ${inner} -->`,
  (inner) => `$${inner}$`,
  (inner) => `$$\n${inner}\n$$`,
];

const LABELS: readonly string[] = [
  '1',
  '@acme',
  'other/repo#12',
  'mermaid',
  'Mermaid',
  'math',
  'geojson',
  'js',
];

/** Markdown as an agent that means harm would write it: live words, disguised, wrapped and put side by side. */
export const hostileMarkdown: Arbitrary<string> = fc.letrec<{ part: string; whole: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: live },
    { weight: 4, arbitrary: disguised },
    { weight: 2, arbitrary: fc.constantFrom(...HTML) },
    { weight: 3, arbitrary: fc.constantFrom(...SEAMS) },
    { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom('words', ' ', 'a') },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...WRAPS),
          tie('whole'),
          fc.constantFrom(...ADDRESSES),
          fc.constantFrom(...LABELS),
        )
        .map(([wrap, inner, address, label]) => wrap(inner, address, label)),
    },
  ),
  whole: fc.array(tie('part'), { maxLength: 6 }).map((parts) => parts.join('')),
})).whole;
