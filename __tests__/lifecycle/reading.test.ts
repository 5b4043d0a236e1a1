import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/lib/json.ts';
import { decodeConversation, finalMessage } from '../../src/oz/conversation.ts';
import { decodeCreated, decodeRun, decodeRunPage } from '../../src/oz/decode.ts';
import { pullRequestsOf } from '../../src/oz/pull-requests.ts';
import { isActive, stageOf } from '../../src/oz/states.ts';
import { creditsOf } from '../../src/oz/usage.ts';
import { shortenedJson } from '../../src/publish/outputs.ts';

/** Every member that is read, filled with whatever JSON can hold. */
const RUN_MEMBERS = [
  'title',
  'prompt',
  'created_at',
  'started_at',
  'updated_at',
  'finished_at',
  'status_message',
  'session_link',
  'conversation_id',
  'parent_run_id',
  'metadata',
  'artifacts',
  'request_usage',
  'agent_config',
  'is_run_type_cancellable',
  'creator',
];
const anyRun = fc.record({
  run_id: fc.string({ minLength: 1 }),
  state: fc.string({ minLength: 1 }),
  rest: fc.dictionary(fc.constantFrom(...RUN_MEMBERS), fc.jsonValue()),
});

describe('a run', () => {
  it('is read from whatever a server sends, as long as it has an id and a state', () => {
    fc.assert(
      fc.property(anyRun, ({ run_id, state, rest }) => {
        const run = decodeRun({ ...rest, run_id, state });
        expect(run).toMatchObject({ id: run_id, state });
        if (run) expect([pullRequestsOf(run), creditsOf(run) ?? 0]).toBeDefined();
      }),
    );
  });

  it('is none, and throws nothing, for any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeRun(value)).toBeUndefined();
        expect(decodeCreated(value)).toBeUndefined();
      }),
    );
  });

  it.each([
    [{ run_id: 'a', task_id: 'b' }, 'a'],
    [{ task_id: 'b' }, 'b'],
    [{ run_id: '', task_id: 'b' }, 'b'],
    [{ run_id: null, task_id: 'b' }, 'b'],
    [{ run_id: 7, task_id: 'b' }, 'b'],
  ])('has its id by run_id, else task_id: %j', (ids, id) => {
    expect(decodeRun({ ...ids, state: 'QUEUED' })?.id).toBe(id);
    expect(decodeCreated(ids)?.id).toBe(id);
  });

  it.each([
    ['QUEUED', 'queued'],
    ['pending', 'queued'],
    ['Claimed', 'queued'],
    ['INPROGRESS', 'working'],
    ['IN_PROGRESS', 'working'],
    ['in_progress', 'working'],
    ['in-progress', 'working'],
    ['In Progress', 'working'],
    ['re-hearsing', 'unknown'],
    ['BLOCKED', 'blocked'],
    ['succeeded', 'ended'],
    ['CANCELLED', 'ended'],
    ['CANCELED', 'unknown'],
    ['constructor', 'unknown'],
    ['__proto__', 'unknown'],
    ['toString', 'unknown'],
  ])('in state %s is %s', (state, stage) => {
    expect(stageOf(state)).toBe(stage);
    expect(isActive(state)).toBe(!['ended', 'blocked'].includes(stage));
  });

  it('may lack anything else, or have it null', () => {
    const nulls = Object.fromEntries(RUN_MEMBERS.map((name) => [name, null]));
    const bare = decodeRun({ run_id: 'a', state: 'QUEUED' });
    const { raw: _, ...read } = decodeRun({ run_id: 'a', state: 'QUEUED', ...nulls }) ?? {};
    expect(bare).toMatchObject(read);
    expect(bare).toMatchObject({
      artifacts: [],
      metadata: undefined,
      sessionLink: undefined,
      status: undefined,
    });
  });

  it('takes an empty session link, and one that is no link, for none', () => {
    for (const link of ['', 'soon', 'javascript:alert(1)', 5]) {
      expect(decodeRun({ run_id: 'a', state: 'QUEUED', session_link: link })?.sessionLink).toBeUndefined();
    }
  });

  it('keeps artifacts of unknown types, and unknown fields', () => {
    const raw = {
      run_id: 'a',
      state: 'QUEUED',
      new_field: { x: [1] },
      artifacts: [{ artifact_type: 'hologram', data: { title: 'T' } }, 'junk', null],
    };
    const run = decodeRun(raw);
    expect(run?.artifacts.map(({ type }) => type)).toEqual(['HOLOGRAM', 'UNKNOWN', 'UNKNOWN']);
    expect(run?.raw).toEqual(raw);
  });
});

describe('a list', () => {
  const info = (page_info: unknown) =>
    decodeRunPage({ runs: [{ run_id: 'a', state: 'QUEUED' }], page_info })?.nextCursor;

  it('is not spoilt by a bad item', () => {
    const runs = [null, 5, 'x', {}, { run_id: 'a' }, { run_id: 'b', state: 'QUEUED' }, { state: 'QUEUED' }];
    expect(decodeRunPage({ runs })?.runs.map(({ id }) => id)).toEqual(['b']);
  });

  it('ends without a further page, without a cursor, and with an empty page', () => {
    expect(info({ has_next_page: true, next_cursor: 'c' })).toBe('c');
    expect(info({ has_next_page: false, next_cursor: 'c' })).toBeUndefined();
    expect(info({ has_next_page: true, next_cursor: '' })).toBeUndefined();
    expect(info({ has_next_page: true })).toBeUndefined();
    expect(info(undefined)).toBeUndefined();
    expect(decodeRunPage({ runs: [], page_info: { has_next_page: true, next_cursor: 'c' } })).toEqual({
      runs: [],
      nextCursor: undefined,
    });
  });

  it('throws nothing, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.record({ runs: fc.jsonValue(), page_info: fc.jsonValue() }), (page) => {
        expect(decodeRunPage(page)?.runs ?? []).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('a conversation', () => {
  const block = fc.dictionary(
    fc.constantFrom(
      'type',
      'text',
      'id',
      'action_id',
      'name',
      'category',
      'input',
      'output',
      'state',
      'data',
    ),
    fc.jsonValue(),
  );
  const message = fc.record({
    role: fc.jsonValue(),
    content: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(block, fc.jsonValue()))),
  });
  const step = fc.record({
    id: fc.jsonValue(),
    messages: fc.oneof(fc.array(message), fc.jsonValue()),
    steps: fc.jsonValue(),
  });

  it('is read from whatever a server sends', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const conversation = decodeConversation({ steps });
        expect(conversation?.steps).toHaveLength(steps.length);
        if (conversation) expect(typeof (finalMessage(conversation) ?? '')).toBe('string');
      }),
    );
  });

  it('may nest deeper than the stack', () => {
    let steps: Json = [];
    for (let depth = 0; depth < 20_000; depth += 1) steps = [{ steps }];
    expect(finalMessage(decodeConversation({ steps }) ?? { steps: [] })).toBeUndefined();
  });
});

describe('JSON of a limited size', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 30 });

  it('is valid and within its bytes, whatever the object', () => {
    fc.assert(
      fc.property(object, fc.integer({ min: 2, max: 2000 }), (value, most) => {
        const json = shortenedJson(value as Json, most);
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(most);
        expect(JSON.parse(json)).toBeTypeOf('object');
      }),
    );
  });

  it('is the whole object where it fits', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(shortenedJson(value as Json, 10_000_000)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('shortens the longest strings first', () => {
    const value = {
      run_id: 'run-1',
      state: 'SUCCEEDED',
      title: 'x'.repeat(100),
      prompt: '😀'.repeat(100_000),
    };
    expect(JSON.parse(shortenedJson(value, 60_000))).toMatchObject({
      run_id: 'run-1',
      state: 'SUCCEEDED',
      title: value.title,
    });
  });

  it('ends for an object of twenty thousand small members', () => {
    const value = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`member-${n}`, n]));
    expect(Buffer.byteLength(shortenedJson(value, 60_000))).toBeLessThanOrEqual(60_000);
  });
});
