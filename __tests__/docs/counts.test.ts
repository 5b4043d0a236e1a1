import { describe, expect, it } from 'vitest';
import { inputDefaults, outputNames } from '../../src/inputs/declared.ts';
import { MODES } from '../../src/inputs/modes.ts';
import { chapter, DOCUMENTS, keys, packageJson, read, tableRows } from './project.ts';
import { EXAMPLES, WORKFLOWS } from './workflows.ts';

const NUMBERS = [
  ...[
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];

/** One is more often a pronoun. */
const COUNTS = NUMBERS.slice(2).join('|');

/** What a document can count of the project. */
const TRUTHS: Readonly<Record<string, number>> = {
  recipes: EXAMPLES.length,
  examples: EXAMPLES.length,
  modes: MODES.length,
  inputs: Object.keys(inputDefaults).length,
  outputs: outputNames.length,
  outcomes: tableRows(chapter(read('docs/reference.md'), "## Outcomes and the step's colour")).length,
  guides: DOCUMENTS.length,
  workflows: WORKFLOWS.length,
  dependencies: keys(packageJson().dependencies).length,
};

/** Blocks between empty lines, code left out. */
function blocksOf(markdown: string): string[] {
  return markdown
    .replace(/```[\s\S]*?```/g, '')
    .split(/\n{2,}/)
    .map((block) => block.trim());
}

function itemsOf(block: string): number {
  return [...block.matchAll(/^(?:[-*]|\d+\.) /gm)].length;
}

function numbersIn(text: string, before = '', after = ''): number[] {
  const pattern = new RegExp(`${before}\\b(${COUNTS})\\b${after}`, 'gi');
  return [...text.matchAll(pattern)].map(([, word = '']) => NUMBERS.indexOf(word.toLowerCase()));
}

/** What is counted wrongly: the sentence that announces a list, a heading over chapters, things of the project. */
function wrongCounts(markdown: string): string[] {
  const blocks = blocksOf(markdown);
  const lists = blocks.filter((block, at) => {
    const items = itemsOf(blocks[at + 1] ?? '');
    const announced = /^[#|\-*]/.test(block) ? [] : numbersIn(block, '(?<=^|[.;:] |these |\\n)', '(?= )');
    return items > 1 && announced.some((count) => count !== items);
  });
  const headings = markdown.split(/^(?=## )/m).filter((part) => {
    const [heading = ''] = part.split('\n');
    const below = [...part.matchAll(/^### /gm)].length;
    return heading.startsWith('## ') && below > 0 && numbersIn(heading).some((count) => count !== below);
  });
  const things = blocks.filter((block, at) => {
    if (itemsOf(blocks[at + 1] ?? '') > 1) return false;
    return Object.entries(TRUTHS).some(([thing, truth]) =>
      numbersIn(block, '', `(?= (?:[\\w-]+ )?${thing}\\b)`).some((count) => count !== truth),
    );
  });
  return [...lists, ...headings, ...things];
}

describe('what is counted', () => {
  it.each(DOCUMENTS)('is counted right in %s', (file) => {
    expect(wrongCounts(read(file))).toEqual([]);
  });

  it('is looked at: what announces a list, heads chapters, or is a thing of the project', () => {
    expect(wrongCounts('Three rules:\n\n- one\n- two')).toHaveLength(1);
    expect(wrongCounts('Good. These six are a start.\n\n- one\n- two')).toHaveLength(1);
    expect(wrongCounts('## The two ways\n\n### A\n\n### B\n\n### C')).toHaveLength(1);
    expect(wrongCounts(`There are ${NUMBERS[EXAMPLES.length + 1]} ready recipes.`)).toHaveLength(1);
    const right = `Two rules:\n\n- one\n- two\n\nAll ${NUMBERS[MODES.length]} modes.\n\n## The two ways\n\n### A\n\n### B`;
    expect(wrongCounts(right)).toEqual([]);
  });

  it('is found where the README counts today', () => {
    expect(wrongCounts(read('README.md').replace('These six ', 'These seven '))).toHaveLength(1);
  });
});
