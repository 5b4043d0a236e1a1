import { describe, expect } from 'vitest';
import { environment } from '../emulator/oz/catalogue.ts';
import { says } from '../emulator/oz/conversation.ts';
import { NEWER_ROUTES } from '../emulator/oz/newer.ts';
import { CREATE, errorOf, it, type Job, QUIET, type Stage } from '../support/dist-step.ts';

const UID = 'A1b2C3d4E5f6G7h8I9j0Kk';
const ENVIRONMENTS = 'GET /agent/environments';
const REDIRECT = 'GET /agent/sessions/{sessionUuid}/redirect';
const CONVERSATION = 'GET /agent/conversations/{conversation_id}';

const START = { ...QUIET, wait: 'false' };
const CHECK = { ...QUIET, mode: 'check' };

function expectRefused(job: Job, code: string, { emulator }: Stage): void {
  expect(job.conclusion).toBe('failure');
  expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': code, attempts: '0' });
  expect(emulator.count('oz', CREATE)).toBe(0);
}

function sent({ emulator }: Stage): Record<string, unknown> {
  return emulator.oz.lastRun.request as Record<string, unknown>;
}

describe.concurrent('an environment', () => {
  it('by name: its UID is sent', async ({ stage }) => {
    stage.emulator.oz.environments.push(environment(UID, 'the tests'));
    const job = await stage.runMain({ with: { ...START, environment: 'the tests' } });
    expect(job.outputs.outcome).toBe('started');
    expect(sent(stage).config).toEqual({ environment_id: UID });
    expect(stage.emulator.count('oz', ENVIRONMENTS)).toBe(1);
  });

  it('by UID: sent as it is, without a look-up', async ({ stage }) => {
    const job = await stage.runMain({ with: { ...START, environment: UID } });
    expect(job.outputs.outcome).toBe('started');
    expect(sent(stage).config).toEqual({ environment_id: UID });
    expect(stage.emulator.count('oz', ENVIRONMENTS)).toBe(0);
  });

  it('not found: refused, with up to ten that exist, nearest first', async ({ stage }) => {
    const names = Array.from({ length: 14 }, (_, index) => `other-place-${String(index).padStart(2, '0')}`);
    stage.emulator.oz.environments = [...names, 'production'].map((name, index) =>
      environment(`${UID.slice(0, 20)}${index + 10}`, name),
    );
    const inputs = { ...START, environment: 'prodcution', 'on-overlap': 'cancel' };
    const job = await stage.runMain({ with: inputs });
    expectRefused(job, 'environment_unknown', stage);
    expect(errorOf(job)).toContain('did you mean `production`? There are: `production`, `other-place-');
    expect(errorOf(job).match(/`other-place-/g)).toHaveLength(9);
    expect(errorOf(job)).toContain('and 5 more');
    expect(errorOf(job)).not.toContain('?.');
  });

  it('of a name that two have: refused, with their UIDs', async ({ stage }) => {
    const other = `${UID.slice(0, 21)}z`;
    stage.emulator.oz.environments.push(environment(UID, 'twin'), environment(other, 'twin'));
    const job = await stage.runMain({ with: { ...START, environment: 'twin' } });
    expectRefused(job, 'environment_unknown', stage);
    for (const uid of [UID, other]) expect(errorOf(job)).toContain(uid);
    const checked = await stage.runMain({ with: { ...CHECK, environment: 'twin' } });
    expect(checked.outputs['error-code']).toBe('check_failed');
    expect(errorOf(checked)).toContain(other);
  });

  it('that cannot be looked up: refused, the cause first', async ({ stage }) => {
    stage.emulator.faults.add(ENVIRONMENTS, { status: 403, body: { error: 'no', type: 'x/not-authorized' } });
    const job = await stage.runMain({ with: { ...START, environment: 'the tests' } });
    expectRefused(job, 'not_authorized', stage);
    expect(errorOf(job)).toMatch(/^Listing environments: no.*its UID needs no look-up/s);
  });

  it('by name, in check: good', async ({ stage }) => {
    stage.emulator.oz.environments.push(environment(UID, 'the tests'));
    const job = await stage.runMain({ with: { ...CHECK, summary: 'true', environment: 'the tests' } });
    expect(job.outputs.outcome).toBe('checked');
    expect(job.summary).toMatch(/Environment\s*\|.*the tests/);
  });

  it('by name in `config`, in check: a run would be refused', async ({ stage }) => {
    stage.emulator.oz.environments.push(environment(UID, 'the tests'));
    const config = '{"environment_id": "the tests"}';
    const job = await stage.runMain({ with: { ...CHECK, config } });
    expect(errorOf(job)).toContain(`give the UID \`${UID}\``);
  });
});

describe.concurrent('a skill that is not known', () => {
  it('is compared without its repository', async ({ stage }) => {
    const { oz } = stage.emulator;
    oz.agents = ['review', 'release', 'triage-everything'].map((name) => ({
      name,
      variants: [
        {
          id: `octo-org/octo-repo:.agents/skills/${name}/SKILL.md`,
          description: name,
          base_prompt: name,
          source: { owner: 'octo-org', name: 'octo-repo', skill_path: `.agents/skills/${name}/SKILL.md` },
          environments: [],
        },
      ],
    }));
    const job = await stage.runMain({ with: { ...CHECK, prompt: '', skill: 'reveiw' } });
    expect(errorOf(job)).toContain(
      'did you mean `octo-org/octo-repo:review`? There are: `octo-org/octo-repo:review`, `octo-org/octo-repo:release`, `octo-org/octo-repo:triage-everything`',
    );
    const far = await stage.runMain({ with: { ...CHECK, prompt: '', skill: 'zzzzzz' } });
    expect(errorOf(far)).not.toContain('did you mean');
    const path = await stage.runMain({
      with: { ...CHECK, prompt: '', skill: '.agents/skills/reveiw/SKILL.md' },
    });
    expect(errorOf(path)).toContain('did you mean `octo-org/octo-repo:.agents/skills/review/SKILL.md`');
  });
});

/** A run that is over, and its session. */
function endedRun({ emulator }: Stage): { session: string; conversation: string } {
  const id = emulator.oz.addRun({}, [
    { state: 'INPROGRESS', conversation: says('x', 'Done'), reads: 0 },
    { state: 'SUCCEEDED' },
  ]);
  return { session: emulator.oz.run(id)?.look().session_link ?? '', conversation: `conversation-${id}` };
}

function workingSession({ emulator }: Stage): string {
  const id = emulator.oz.addRun({}, [{ state: 'INPROGRESS', conversation: says('x', 'Working') }]);
  return emulator.oz.run(id)?.look().session_link ?? '';
}

describe.concurrent('a conversation to continue', () => {
  it('by the link of a session that is over, or its id', async ({ stage }) => {
    const { session, conversation } = endedRun(stage);
    for (const given of [session, session.split('/').at(-1) ?? '']) {
      const job = await stage.runMain({ with: { ...START, 'conversation-id': given } });
      expect(job.outputs.outcome).toBe('started');
      expect(sent(stage).conversation_id).toBe(conversation);
    }
  });

  it('by the link of a session that goes on: refused', async ({ stage }) => {
    const job = await stage.runMain({ with: { ...START, 'conversation-id': workingSession(stage) } });
    expectRefused(job, 'no_conversation', stage);
    expect(errorOf(job)).toContain('still goes on');
  });

  it('by the link of a session that nobody knows: refused', async ({ stage }) => {
    const link = 'https://app.warp.dev/session/01980000-0000-7000-8000-00000000ffff';
    const job = await stage.runMain({ with: { ...START, 'conversation-id': link } });
    expectRefused(job, 'no_conversation', stage);
  });

  it('by an id of another shape: sent as it is, without a look-up', async ({ stage }) => {
    await stage.runMain({ with: { ...START, 'conversation-id': 'conversation-1' } });
    expect(sent(stage).conversation_id).toBe('conversation-1');
    expect(stage.emulator.count('oz', REDIRECT)).toBe(0);
  });

  const trouble = {
    'by a server that has no such path': (stage: Stage) => {
      stage.emulator.oz.options.unknownRoutes = new Set(NEWER_ROUTES);
    },
    'by a server that does not answer': (stage: Stage) => {
      for (const route of [REDIRECT, CONVERSATION])
        stage.emulator.faults.set(route, { kind: 'hang', effect: false });
    },
    'by a server that answers nonsense': (stage: Stage) => {
      for (const route of [REDIRECT, CONVERSATION]) stage.emulator.faults.set(route, { body: [] as object });
    },
  };
  for (const [what, arrange] of Object.entries(trouble)) {
    it(`${what}: a UUID is sent as it is, and check cannot tell`, async ({ stage }) => {
      arrange(stage);
      const id = '01980000-0000-7000-8000-00000000abcd';
      const job = await stage.runMain({ with: { ...START, 'conversation-id': id } });
      expect(job.outputs.outcome).toBe('started');
      expect(job.annotations).toEqual([]);
      expect(sent(stage).conversation_id).toBe(id);
      const checked = await stage.runMain({ with: { ...CHECK, summary: 'true', 'conversation-id': id } });
      expect(checked.outputs.outcome).toBe('checked');
      expect(checked.annotations).toEqual([]);
      expect(checked.summary).toMatch(/Conversation.*does not tell/);
    });
  }

  it('that exists, in check: good, by its id and by its session', async ({ stage }) => {
    const { session, conversation } = endedRun(stage);
    for (const given of [conversation, session]) {
      const job = await stage.runMain({ with: { ...CHECK, 'conversation-id': given } });
      expect(job.outputs.outcome).toBe('checked');
    }
  });

  it('that does not exist, in check: red', async ({ stage }) => {
    const working = workingSession(stage);
    for (const given of ['conversation-none', '01980000-0000-7000-8000-00000000ffff', working]) {
      const job = await stage.runMain({ with: { ...CHECK, 'conversation-id': given } });
      expect(job.outputs).toMatchObject({ outcome: 'refused', 'error-code': 'check_failed' });
      expect(errorOf(job)).toContain('Conversation: ');
    }
  });

  it('without a conversation but with a transcript: it exists', async ({ stage }) => {
    stage.emulator.faults.set(CONVERSATION, {
      status: 422,
      body: { error: 'read the transcript', type: 'x/operation-not-supported' },
    });
    const job = await stage.runMain({ with: { ...CHECK, 'conversation-id': 'conversation-1' } });
    expect(job.outputs.outcome).toBe('checked');
  });
});
