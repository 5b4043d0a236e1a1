import { describe, expect, it } from 'vitest';
import { DOCUMENTS, paths, read } from './project.ts';

/** Words that nobody in the field says, and what to say instead. */
const WORDS: Readonly<Record<string, string>> = {
  wish: 'request',
  wishes: 'requests',
  anew: 'again',
  'all the same': 'anyway',
  'save for': 'except',
  'in place of': 'instead of',
  lest: 'so that … not',
  whichever: 'the one that',
  presser: 'who re-ran it',
  'true colour': "the step's conclusion",
  shall: 'must, should or will',
  told: 'reported',
  'told apart': 'distinguished',
  'asked to go': 'shutting down',
  'under way': 'in progress',
  'found out': 'determined',
  'turn to': 'find',
  'lost from sight': 'lost contact with',
  'one too many': 'duplicate',
  'talked round': 'persuaded',
  'talks a model round': 'persuades a model',
  'half-way': 'halfway',
  'for ever': 'forever',
  'came of': 'the result of',
  'comes of': 'the result of',
  'becomes of': 'happens to',
  became: 'happened to',
  hears: 'is called, is notified',
  mend: 'fix',
  mends: 'fixes',
  mended: 'fixed',
  seldom: 'rarely',
  whilst: 'while',
  amongst: 'among',
  upon: 'on',
  unto: 'to',
  hence: 'so',
  thence: 'from there',
  whence: 'from where',
  hither: 'here',
  thither: 'there',
  hitherto: 'so far',
  heretofore: 'so far',
  henceforth: 'from now on',
  thereof: 'of it',
  thereby: 'so',
  therein: 'in it',
  herein: 'here',
  hereby: 'with this',
  whereby: 'by which',
  wherein: 'in which',
  notwithstanding: 'despite',
  forthwith: 'at once',
  albeit: 'although',
  ought: 'should',
  nay: 'no',
  aught: 'anything',
  naught: 'nothing',
  nought: 'nothing',
  thrice: 'three times',
  betwixt: 'between',
  oft: 'often',
  mayhap: 'perhaps',
  perchance: 'perhaps',
  behold: 'see',
  thus: 'so',
};

const PATTERN = new RegExp(`\\b(${Object.keys(WORDS).toSorted().reverse().join('|')})\\b`, 'giu');

/** Comments and texts of a TypeScript source, each with its line; names are left to the vocabulary of the code. */
function prose(source: string): { line: number; text: string }[] {
  const parts = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return [...source.matchAll(parts)].map(({ 0: text, index }) => ({
    line: source.slice(0, index).split('\n').length,
    text: text.replace(/\$\{[^}]*\}/g, '…').replace(/\s+(?:\* ?)?/g, ' '),
  }));
}

function findings(text: string): string[] {
  return [...text.matchAll(PATTERN)].map(([word]) => `"${word}": say "${WORDS[word.toLowerCase()]}"`);
}

/** A phrase may go on in the next line. */
function findingsInText(file: string): string[] {
  return findings(read(file).replace(/\n\s*(?:# |> |\* )?/g, ' '));
}

describe('plain English', () => {
  it.each([...DOCUMENTS, ...paths('docs/examples/*.yml'), ...paths('.github/**/*.yml'), 'action.yml'])(
    'in %s',
    (file) => {
      expect(findingsInText(file)).toEqual([]);
    },
  );

  it.each(paths('src/**/*.ts'))('in the messages and comments of %s', (file) => {
    const found = prose(read(file)).flatMap(({ line, text }) =>
      findings(text).map((one) => `line ${line}: ${one}`),
    );
    expect(found).toEqual([]);
  });

  it('would notice a word in a document, a message and a comment', () => {
    expect(findings('It shall be so, all the same.')).toHaveLength(2);
    const source =
      "const told = 1; // run anew\nlog('wish');\n/** all\n * the same */\nlog(`in place of ${told}`);";
    expect(prose(source).flatMap(({ text }) => findings(text))).toHaveLength(4);
  });
});
