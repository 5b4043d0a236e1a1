import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { pullRequest } from '../emulator/oz/artifacts.ts';
import { says, Talk } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { NEWER_ROUTES } from '../emulator/oz/newer.ts';
import { attachTo, errorOf, it, messages, QUIET, type Stage } from '../support/dist-step.ts';
import { faultsOfIndex, indexOf, makeFolders, treeOf } from '../telling/folders.ts';

const TIMELINE = 'GET /agent/runs/{runId}/timeline';
const HANDOFF = 'GET /agent/runs/{runId}/handoff/attachments';

const SUMMARY = { comment: 'off' };
const ARTIFACTS = [pullRequest('https://github.com/octo-org/octo-repo/pull/42', 'oz/repair')];

const at = (minute: number) => `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`;

/** A run that is over, with these members. */
function ended(state: string, set: Record<string, unknown>, rest: Partial<LifeStep> = {}): LifeStep[] {
  return [{ state, artifacts: ARTIFACTS, set: { created_at: at(0), ...set }, ...rest }];
}

function bars(summary: string): string[] {
  const [, picture = ''] = /```mermaid\n([\s\S]*?)```/.exec(summary) ?? [];
  return [...picture.matchAll(/^ {2}([\w-]+) \d+ min :\w+, (\d+), (\d+)$/gm)].map(([, label, from, to]) => {
    return `${label} ${(Number(to) - Number(from)) / 60_000} min`;
  });
}

/** What happened to a run, in minutes after noon. */
const EVENTS = (
  [
    ['vm_shutdown', 20],
    ['oz_run_created', 0],
    ['oz_run_claimed', 4],
    ['worker_container_ready', 6],
    ['unheard_of', 6],
    ['agent_started', 7],
    ['oz_run_done', 19],
  ] as const
).map(([event_type, minute], index) => ({
  event_type,
  occurred_at: at(minute),
  event_uuid: `event-${index}`,
  run_id: 'x',
}));

describe.concurrent('a run that this step did not see from its start', () => {
  it('has its true times from the timeline, in picture and facts', async ({ stage }) => {
    const id = stage.emulator.oz.addRun({}, ended('SUCCEEDED', { started_at: null, finished_at: at(19) }));
    stage.emulator.oz.lastRun.timeline = EVENTS;
    const job = await stage.run({ with: { ...attachTo(id), ...SUMMARY } });
    expect(bars(job.summary)).toEqual(['Queued 4 min', 'Set-up 3 min', 'Working 12 min']);
    expect(job.summary).toMatch(/Set up\s*\| 3 min/);
    expect(job.outputs).toMatchObject({ 'queue-seconds': '420', 'run-seconds': '720' });
    expect(stage.emulator.count('oz', TIMELINE)).toBe(1);
  });

  it('has an end, although the timeline lags', async ({ stage }) => {
    const id = stage.emulator.oz.addRun(
      {},
      ended('SUCCEEDED', { started_at: at(7), finished_at: at(19), updated_at: at(25) }),
    );
    stage.emulator.oz.lastRun.timeline = EVENTS.filter(({ event_type }) => event_type !== 'oz_run_done');
    const job = await stage.run({ with: { ...attachTo(id), ...SUMMARY } });
    expect(bars(job.summary).at(-1)).toBe('Working 12 min');
  });

  it('but one that it created itself is not asked about', async ({ stage }) => {
    const job = await stage.run({ with: { ...SUMMARY } });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(stage.emulator.count('oz', TIMELINE)).toBe(0);
  });
});

const TROUBLE: Record<string, (stage: Stage) => void> = {
  'does not know them': ({ emulator }) => {
    emulator.oz.options.unknownRoutes = new Set(NEWER_ROUTES);
  },
  'refuses them': ({ emulator }) => {
    for (const route of [TIMELINE, HANDOFF]) {
      emulator.faults.add(route, {
        status: 404,
        body: { error: 'no', type: 'x/resource-not-found' },
        times: 'always',
      });
    }
  },
  'hangs over them': ({ emulator }) => {
    for (const route of [TIMELINE, HANDOFF]) {
      emulator.faults.add(route, { kind: 'hang', effect: false, times: 'always' });
    }
  },
  'answers them with nonsense': ({ emulator }) => {
    for (const route of [TIMELINE, HANDOFF]) {
      emulator.faults.add(route, { body: { events: 'none', attachments: { a: 1 } }, times: 'always' });
    }
  },
  'breaks off its answers': ({ emulator }) => {
    for (const route of [TIMELINE, HANDOFF])
      emulator.faults.add(route, { kind: 'truncate', times: 'always' });
  },
  'lists what has neither type nor address': ({ emulator }) => {
    const events = [null, 7, { event_type: 3 }, { event_type: 'oz_run_created', occurred_at: 'noon' }];
    emulator.faults.add(TIMELINE, { body: { events }, times: 'always' });
    emulator.faults.add(HANDOFF, { body: { attachments: [] }, times: 'always' });
  },
};

describe.concurrent('timeline and handoff of a server that', () => {
  for (const [what, arrange] of Object.entries(TROUBLE)) {
    it(`${what}: nothing but a debug line`, async ({ stage }) => {
      await using folders = await makeFolders();
      const life = ended(
        'SUCCEEDED',
        { started_at: at(7), finished_at: at(19) },
        { conversation: says('x', 'Done') },
      );
      const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS', reads: 2 }, ...life]);
      arrange(stage);
      const inputs = { ...attachTo(id), ...SUMMARY, 'artifacts-dir': 'out' };
      const job = await stage.run({ workspace: folders.workspace, with: inputs });
      expect(job.outputs).toMatchObject({ outcome: 'succeeded', result: 'Done' });
      expect(job.annotations).toEqual([]);
      expect(await faultsOfIndex(path.join(folders.workspace, 'out'))).toEqual([]);
    });
  }
});

describe.concurrent('what the sandbox handed over', () => {
  const inputs = { ...QUIET, 'artifacts-dir': 'out' };

  it('stands in `handoff`, under names that are safe', async ({ stage }) => {
    await using folders = await makeFolders();
    const id = stage.emulator.oz.addRun({}, ended('SUCCEEDED', {}));
    stage.emulator.oz.lastRun.handoff = [
      { filename: 'state.patch', mimeType: 'text/x-diff', content: 'diff' },
      { filename: '../../state.patch', content: 'other' },
      { filename: 'index.json', content: 'mine' },
    ];
    const job = await stage.run({ workspace: folders.workspace, with: { ...attachTo(id), ...inputs } });
    const out = path.join(folders.workspace, 'out');
    expect(job.annotations).toEqual([]);
    const entries = (await indexOf(out)).filter(({ type }) => type === 'HANDOFF');
    expect(entries.map((entry) => ('name' in entry ? entry.name : entry))).toEqual([
      'handoff/state.patch',
      'handoff/state (2).patch',
      'handoff/index.json',
    ]);
    expect(await readFile(path.join(out, 'handoff/state.patch'), 'utf8')).toBe('diff');
    expect(await readFile(path.join(out, 'handoff/state (2).patch'), 'utf8')).toBe('other');
  });

  it('is fetched again by a fresh address, and named where it is missing', async ({ stage }) => {
    await using folders = await makeFolders();
    const id = stage.emulator.oz.addRun({}, ended('SUCCEEDED', {}, { conversation: says('x', 'Done') }));
    stage.emulator.oz.lastRun.handoff = [{ filename: 'state.patch', content: 'diff' }];
    const isPatch = ({ path: url }: { path: string }) => url.includes('state.patch');
    stage.emulator.faults.add('storage *', { status: 403, body: 'expired', when: isPatch });
    const job = await stage.run({ workspace: folders.workspace, with: { ...attachTo(id), ...inputs } });
    expect(job.annotations).toEqual([]);
    expect(stage.emulator.count('oz', HANDOFF)).toBe(2);
    stage.emulator.faults.add('storage *', { status: 403, body: 'expired', when: isPatch, times: 'always' });
    const missing = { ...attachTo(id), ...inputs, 'artifacts-dir': 'out2' };
    const poor = await stage.run({ workspace: folders.workspace, with: missing });
    expect(poor.outputs.outcome).toBe('succeeded');
    expect(messages(poor, 'warning')).toEqual([expect.stringContaining('HANDOFF')]);
  });

  it('never leaves the directory by a planted link', async ({ stage }) => {
    await using folders = await makeFolders();
    const id = stage.emulator.oz.addRun({}, [{ state: 'INPROGRESS', reads: 2 }, ...ended('SUCCEEDED', {})]);
    stage.emulator.oz.lastRun.handoff = [{ filename: 'state.patch', content: 'diff' }];
    const out = path.join(folders.workspace, 'out');
    const before = await treeOf(folders.outside);
    const held = stage.emulator.faults.set(HANDOFF, { kind: 'hold' });
    const step = await stage.start({ workspace: folders.workspace, with: { ...attachTo(id), ...inputs } });
    await stage.emulator.seen(HANDOFF);
    await symlink(folders.outside, path.join(out, 'handoff'));
    held.release();
    const job = await stage.finish(step);
    expect(job.outputs.outcome).toBe('succeeded');
    expect(messages(job, 'warning')).toEqual([expect.stringContaining('link')]);
    expect(await treeOf(folders.outside)).toEqual(before);
  });
});

describe.concurrent('how long it took', () => {
  it('ends with the run, whatever comes later', async ({ stage }) => {
    const times = { started_at: at(7), finished_at: at(19) };
    const [end] = ended('SUCCEEDED', { ...times, updated_at: at(19) }, { artifacts: [], reads: 1 });
    const later = ended('SUCCEEDED', { ...times, updated_at: at(40) });
    const id = stage.emulator.oz.addRun({}, [...(end ? [end] : []), ...later]);
    const job = await stage.run({ with: { ...attachTo(id), ...QUIET } });
    expect(job.outputs).toMatchObject({ 'queue-seconds': '420', 'run-seconds': '720' });
  });

  it('also where the server does not say when it finished', async ({ stage }) => {
    const times = { started_at: at(7), finished_at: undefined };
    const [end] = ended('SUCCEEDED', { ...times, updated_at: at(19) }, { artifacts: [], reads: 1 });
    const later = ended('SUCCEEDED', { ...times, updated_at: at(40) });
    const id = stage.emulator.oz.addRun({}, [...(end ? [end] : []), ...later]);
    const job = await stage.run({ with: { ...attachTo(id), ...QUIET } });
    expect(job.outputs).toMatchObject({ 'queue-seconds': '420', 'run-seconds': '720' });
  });

  it('is the same in words and in the facts, to the second', async ({ stage }) => {
    const sharp = (second: number) => `2026-01-01T12:00:0${second}Z`;
    const times = { created_at: sharp(0), started_at: sharp(2), finished_at: sharp(8) };
    stage.emulator.oz.nextLife([
      { state: 'QUEUED', reads: 1 },
      { state: 'INPROGRESS', reads: 1 },
      { state: 'SUCCEEDED', artifacts: ARTIFACTS, set: times },
    ]);
    const job = await stage.run({ with: { ...SUMMARY } });
    expect(job.summary).toContain('\nRun: Queued 2 s · Working 6 s\n');
    expect(job.summary).toMatch(/^\| Queued \| 2 s \|\n\| Worked \| 6 s \|$/m);
    expect(job.outputs).toMatchObject({ 'queue-seconds': '2', 'run-seconds': '6' });
  });

  it('of a run that never started: it queued until it ended', async ({ stage }) => {
    stage.emulator.oz.options.unknownRoutes = new Set(NEWER_ROUTES);
    const times = { started_at: null, updated_at: at(30), finished_at: at(9) };
    const id = stage.emulator.oz.addRun({}, ended('CANCELLED', times, { artifacts: [] }));
    const job = await stage.run({ with: { ...attachTo(id), ...QUIET } });
    expect(job.outputs).toMatchObject({ outcome: 'cancelled', 'queue-seconds': '540', 'run-seconds': '' });
  });
});

describe.concurrent('the result of a run that did not succeed', () => {
  const error = { message: 'It broke', error_code: 'agent_stream_failure', retryable: false };

  it('is a message that ends the conversation', async ({ stage }) => {
    const conversation = new Talk('x').assistant('I look first.').command('ls', 'x').assistant('I give up.');
    stage.emulator.oz.nextLife([{ state: 'FAILED', error, conversation: conversation.steps() }]);
    const job = await stage.run({ with: QUIET });
    expect(job.outputs).toMatchObject({ outcome: 'failed', result: 'I give up.' });
    expect(errorOf(job)).toContain('model stopped answering');
  });

  it('is none where the agent was cut off', async ({ stage }) => {
    const conversation = new Talk('x').assistant('I look first.').command('ls', 'x').steps();
    stage.emulator.oz.nextLife([{ state: 'ERROR', error, conversation }]);
    const job = await stage.run({ with: SUMMARY });
    expect(job.outputs).toMatchObject({ outcome: 'error', result: '' });
    expect(job.summary).not.toContain('I look first.');
  });

  it('of one that succeeded: the last message, whatever followed it', async ({ stage }) => {
    const conversation = new Talk('x').assistant('All is done.').command('ls', 'x').steps();
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: ARTIFACTS, conversation }]);
    const job = await stage.run({ with: QUIET });
    expect(job.outputs.result).toBe('All is done.');
  });
});

describe.concurrent('what the run cost', () => {
  it('in dollars and tokens, and which models served', async ({ stage }) => {
    const job = await stage.run({ with: { ...SUMMARY, model: 'auto' } });
    expect(job.outputs).toMatchObject({ credits: '16.75', 'cost-usd': '0.1675', tokens: '48213' });
    expect(job.summary).toMatch(/Model\s*\| `auto`/);
    expect(job.summary).toMatch(/Served by\s*\| `large-thinker`/);
  });

  it('where the server does not tell: empty', async ({ stage }) => {
    const request_usage = { inference_cost: 2 };
    stage.emulator.oz.nextLife([{ state: 'SUCCEEDED', artifacts: ARTIFACTS, set: { request_usage } }]);
    const job = await stage.run({ with: { ...SUMMARY } });
    expect(job.outputs).toMatchObject({ credits: '2', 'cost-usd': '', tokens: '' });
    expect(job.summary).not.toContain('Served by');
  });

  it('where it tells nonsense: empty', async ({ stage }) => {
    const request_usage = {
      inference_cost_usd: 'much',
      total_tokens: null,
      model_token_usage: [3, { model_id: 7 }],
    };
    stage.emulator.oz.nextLife([
      { state: 'SUCCEEDED', artifacts: ARTIFACTS, set: { request_usage }, deviates: true },
    ]);
    const job = await stage.run({ with: { ...SUMMARY } });
    expect(job.outputs).toMatchObject({ outcome: 'succeeded', 'cost-usd': '', tokens: '' });
  });
});

it('an idle timeout of 0 is sent', async ({ stage }) => {
  await stage.runMain({ with: { ...QUIET, wait: 'false', 'idle-timeout-minutes': '0' } });
  expect(stage.emulator.oz.lastRun.request.config).toEqual({ idle_timeout_minutes: 0 });
});

describe.concurrent('after a lost answer, on a server that drops metadata', () => {
  const others = 'Please do: Repair the parser';

  for (const [submitted_prompt, outcome] of [
    ['Something else', 'succeeded'],
    [undefined, 'lost'],
  ] as const) {
    it(`a run with our prompt in its own, submitted as ${submitted_prompt}: ${outcome}`, async ({
      stage,
    }) => {
      const { oz, faults } = stage.emulator;
      oz.options.dropMetadata = true;
      faults.add('POST /agent/runs', { kind: 'reset' });
      const life = [{ state: 'INPROGRESS', set: { prompt: others, submitted_prompt } }];
      oz.addRun({ request: { prompt: others } }, life);
      const job = await stage.runMain({ with: { ...QUIET, context: 'off' } });
      expect(job.outputs.outcome).toBe(outcome);
      expect(stage.emulator.count('oz', 'POST /agent/runs')).toBe(outcome === 'lost' ? 1 : 2);
    });
  }
});
