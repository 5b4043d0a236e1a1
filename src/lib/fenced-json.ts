import type { Code } from 'mdast';
import { withinTime } from './time-limit.ts';

/** Whatever stands inside a line: no part of a block, and what parsers spend their time on. */
const INLINE = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'definition',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

/** In ms. */
const TIMEOUT = 5000;

/** The last fenced block tagged `json` in Markdown; undefined when there is none, or nobody could wait for it. */
export async function lastJsonBlock(markdown: string): Promise<string | undefined> {
  if (!/(`{3}|~{3})[ \t]*json\b/i.test(markdown)) return undefined;
  const [{ fromMarkdown }, { visit }] = await Promise.all([
    import('mdast-util-from-markdown'),
    import('unist-util-visit'),
  ]);
  const blocks: Code[] = [];
  try {
    withinTime(TIMEOUT, () => {
      const tree = fromMarkdown(markdown, { extensions: [{ disable: { null: INLINE } }] });
      visit(tree, 'code', (node) => {
        if (node.lang?.toLowerCase() === 'json') blocks.push(node);
      });
    });
  } catch (error) {
    // Containers nested so deeply that the stack does not hold them.
    if (!(error instanceof RangeError)) throw error;
  }
  return blocks.at(-1)?.value;
}
