import { describe, expect, it } from 'vitest';
import { decodeConversation } from '../../src/oz/conversation.ts';
import { type Activity, activitiesOf } from '../../src/report/activity.ts';
import {
  code,
  details,
  dotted,
  heading,
  lines,
  link,
  list,
  moreThan,
  paragraph,
  plain,
  prose,
  quote,
  serialise,
  strong,
  table,
  words,
} from '../../src/report/document.ts';
import { durationText } from '../../src/report/durations.ts';

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [725, '12 min 5 s'],
  [3599, '59 min 59 s'],
  [3600, '1 h'],
  [3725, '1 h 2 min'],
  [90_000, '25 h'],
])('%s seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

describe('the parts of a document', () => {
  const PLACE = { serverUrl: 'https://github.com', repository: 'octo-org/octo-repo', pullRequests: [] };
  const written = (...nodes: Parameters<typeof serialise>[0]) => serialise(nodes, PLACE).trim();
  const inline = (...nodes: Parameters<typeof paragraph>) => written(paragraph(...nodes));

  it('names in messages become code, and the words beside them keep their blanks', () => {
    expect(inline(...prose('Set `api-key` to `${{ secrets.KEY }}`, then `a"b`.'))).toBe(
      'Set `api-key` to `${{ secrets.KEY }}`, then \\`a"b\\`.',
    );
    expect(inline(...prose('`wk-…` comes first'))).toBe('`wk-…` comes first');
    expect(inline(...prose(`\`${'x'.repeat(201)}\``))).toContain('\\`xxx');
  });

  it('code is never empty, and cut after 300 characters', () => {
    expect(inline(code(''))).toBe('`–`');
    const [most, over] = ['x'.repeat(300), 'x'.repeat(301)];
    expect(inline(code(most))).toBe(`\`${most}\``);
    expect(inline(code(over))).toBe(`\`${most}…\``);
  });

  it('only addresses of the web, up to 2,000 characters, become links', () => {
    const longest = `https://example.com/${'x'.repeat(1980)}`;
    expect(inline(link(longest, 'a'))).toBe(`[a](${longest})`);
    expect(inline(link(`${longest}x`, 'a'))).toBe('a');
    expect(inline(link('javascript:alert(1)', 'a'))).toBe('a');
  });

  it('has headings, quotes, lists, lines and what is folded', () => {
    expect(written(heading(3, words('Title'), plain(' '), strong(words('now'))))).toBe('### Title **now**');
    expect(written(quote(paragraph(words('said'))))).toBe('> said');
    expect(written(list([[words('a')], [words('b')]]))).toBe('- a\n- b');
    expect(written(lines([[words('a')], [words('b')]]))).toBe('a\\\nb');
    expect(written(...details('More', paragraph(words('b'))))).toBe(
      '<details><summary>More</summary>\n\nb\n\n</details>',
    );
    expect(inline(...dotted([words('a'), words('b'), words('c')]))).toBe('a · b · c');
  });

  it('has tables, whose cells may hold several things', () => {
    expect(written(table(['A', 'B'], [[words('a'), [words('b'), plain(' c')]]]))).toBe(
      '| A | B |\n| - | - |\n| a | b c |',
    );
  });

  it('says how many are not shown', () => {
    expect(written(...moreThan(2, 5))).toBe('… and 3 more.');
    expect(moreThan(5, 5)).toEqual([]);
  });
});

describe('what the agent did', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  const action = (input: object, name = 'run') => ({
    type: 'action',
    id: '1',
    category: 'command',
    name,
    input,
  });
  const result = (state: string, output: object) => ({
    type: 'action_result',
    id: '1',
    category: 'command',
    name: 'run',
    state,
    output,
  });
  const message = (content: object[], role = 'assistant', timestamp?: string) => ({
    role,
    content,
    ...(timestamp && { timestamp }),
  });

  function shown(steps: object[], level: Parameters<typeof activitiesOf>[1] = 'full'): Activity[] {
    const conversation = decodeConversation({ conversation_id: 'c', steps });
    if (conversation === undefined) throw new Error('this is no conversation');
    return activitiesOf(conversation, level);
  }
  const texts = (steps: object[], level?: Parameters<typeof activitiesOf>[1]) =>
    shown(steps, level).map((activity) => activity.text);
  const ofBlocks = (blocks: object[], level?: Parameters<typeof activitiesOf>[1]) =>
    texts([{ messages: [message(blocks)] }], level);

  it('is everything, the names alone, or nothing', () => {
    const blocks = [
      text(' Hello. '),
      text('  '),
      action({ command: 'ls' }),
      result('completed', { output: 'a' }),
    ];
    expect(ofBlocks(blocks, 'full')).toEqual(['Hello.', 'command: ls', 'a']);
    expect(ofBlocks(blocks, 'messages')).toEqual(['Hello.', 'command: ls']);
    expect(ofBlocks(blocks, 'off')).toEqual([]);
  });

  it('leaves out what the user and the system said', () => {
    const roles = ['user', 'system', 'assistant', 'tool', 'newer'];
    const steps = [{ messages: roles.map((role) => message([text(role)], role)) }];
    expect(texts(steps)).toEqual(['assistant', 'tool', 'newer']);
  });

  it('an action says what it was about: the first member that tells', () => {
    expect(ofBlocks([action({ path: 'a.ts', command: ' ls ', query: 'q' })])).toEqual(['command: ls']);
    expect(ofBlocks([action({ paths: ['a.ts', 1, 'b.ts'] })])).toEqual(['command: a.ts, b.ts']);
    expect(ofBlocks([action({ command: ' ', count: 1 })])).toEqual(['command: run']);
  });

  it('a result says how it ended where that does not go without saying', () => {
    expect(ofBlocks([result('failed', { stderr: 'no', output: 'some' })])).toEqual(['failed\nsome\nno']);
    expect(ofBlocks([result('completed', {})])).toEqual(['completed']);
    expect(ofBlocks([result('', {})])).toEqual(['done']);
    expect(ofBlocks([result('completed', { exit_code: 1, tail: 'x' })])).toEqual(['exit_code: 1\ntail: x']);
  });

  it('stands below the steps around it, which have a number where they have no name', () => {
    const inner = { messages: [message([text('deep')])] };
    const steps = [{ messages: [message([text('top')])], steps: [inner, { description: 'Look', ...inner }] }];
    expect(shown(steps).map(({ key, path }) => [key, path])).toEqual([
      ['0/m0/b0', []],
      ['0/s0/m0/b0', ['Step 1']],
      ['0/s1/m0/b0', ['Look']],
    ]);
  });

  it('is in the order of its times, where all have one', () => {
    const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
    const inner = (started_at?: string) => ({ messages: [message([text('inner')])], started_at });
    const said = [message([text('late')], 'assistant', at(5)), message([text('early')], 'assistant', at(1))];
    expect(texts([{ messages: said, steps: [inner(at(3))] }])).toEqual(['early', 'inner', 'late']);
    expect(texts([{ messages: said, steps: [inner()] }])).toEqual(['late', 'early', 'inner']);
  });

  it('shows nothing of a kind that is not known', () => {
    expect(
      ofBlocks([
        { type: 'newer', text: 'x' },
        { type: 'event', event: 'x' },
      ]),
    ).toHaveLength(1);
  });
});
