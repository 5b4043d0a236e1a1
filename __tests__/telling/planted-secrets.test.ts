import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { refusal } from '../../src/inputs/values.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { Secrets } from '../../src/lib/secrets.ts';
import { wire } from '../../src/main.ts';
import { decodeRun, type Run } from '../../src/oz/decode.ts';
import { printActivities } from '../../src/publish/activities.ts';
import { LogPublisher } from '../../src/publish/log.ts';
import { Outputs, shortenedJson } from '../../src/publish/outputs.ts';
import { finishAll } from '../../src/publish/publisher.ts';
import { commentOf, summaryOf } from '../../src/report/markdown.ts';
import { buildReport, type Report, type RunReport } from '../../src/report/report.ts';
import { inlineBody, reviewBody } from '../../src/report/review-text.ts';
import { concludedStatus } from '../../src/report/status.ts';
import { Shutdown } from '../../src/shutdown.ts';
import type { Parts } from '../../src/step.ts';
import { collectingLog } from '../support/collecting-log.ts';

/** As long as a key of Oz, and with what JSON, URLs and Markdown escape. */
const KEY = 'wk-1.f0d1e2c3b4a5968778695a4b3c2d1e0f_"R4nd0m*Z9y8X7w6V5u4T3s2R1q0P9o8';
const PEM = '-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG\n9w0BAQEFAASCAUAwggE8\n-----END KEY-----';

/** A shorter piece of a secret tells nothing. */
const PIECE = 8;

const pieces = [KEY, ...PEM.split('\n')].flatMap((secret) =>
  Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE).toLowerCase()),
);

function expectNoPiece(written: string, where: string): void {
  // What Markdown escaped, and the zero-width spaces that break mentions, as a reader sees it.
  const read = written.replace(/[\\\u200b]/g, '').toLowerCase();
  const lower = written.toLowerCase();
  const found = pieces.find((piece) => lower.includes(piece) || read.includes(piece));
  const at = found === undefined ? 0 : Math.max(lower.indexOf(found), read.indexOf(found));
  expect(found && `${where}: ${read.slice(Math.max(0, at - 150), at + 150)}`).toBeUndefined();
}

function filler(length: number): string {
  return 'Lorem ipsum dolor '.repeat(Math.ceil(length / 18)).slice(0, length);
}

/** A text that holds the key at each place where a cut after so many characters can meet it. */
function* plantedAround(cuts: readonly number[], secret = KEY): Generator<string> {
  for (const cut of cuts) {
    for (let at = Math.max(0, cut - secret.length - 2); at <= cut + 2; at += 1) {
      yield `${filler(at)}${secret}${filler(cut + 200)}`;
    }
  }
}

function secretsOf(): Secrets {
  const secrets = new Secrets(() => undefined);
  secrets.add(KEY, PEM);
  return secrets;
}

function contextOf(): { context: Parts; lines: string[] } {
  const secrets = secretsOf();
  const { log, lines } = collectingLog(systemClock, secrets);
  const context = wire({
    env: { GITHUB_REPOSITORY: 'acme/widgets', GITHUB_RUN_ID: '1' },
    clock: systemClock,
    log,
    secrets,
    outputs: new Outputs(secrets),
    shutdown: new Shutdown(systemClock),
    save: () => undefined,
  });
  return { context, lines };
}

/** A run whose every word is the text. */
function runOf(text: string, state = 'FAILED'): Run {
  const artifact = (artifact_type: string, data: object) => ({ artifact_type, data });
  const url = 'https://github.com/acme/widgets/pull/42';
  const run = decodeRun({
    run_id: 'run-1',
    state,
    title: text,
    prompt: text,
    conversation_id: text,
    creator: { display_name: text },
    agent_config: { model_id: text, environment_id: text, skill_spec: text, harness: { type: text } },
    status_message: { message: text, error_code: text },
    artifacts: [
      artifact('PULL_REQUEST', { url, branch: text }),
      artifact(text, { title: text, description: text }),
      artifact('FILE', {
        filename: text,
        url: /^[ -~]*$/.test(text) ? `https://x.example/${encodeURI(text)}` : url,
      }),
    ],
    unknown: { [text]: [text] },
  });
  if (run === undefined) throw new Error('no run');
  return run;
}

/** A report whose every word of others is the text. */
function reportOf(text: string, { ledger, event }: Parts): Report {
  const run = runOf(text);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const [record] = ledger.attaching([{ taskId: 'run', runId: run.id, onCancel: 'detach' }]);
    ledger.recordReading(run);
    if (record) ledger.collected(record, { text, conversation: undefined });
  }
  const details = {
    title: text,
    state: text,
    branch: text,
    additions: 1,
    deletions: 1,
    files: 1,
    checks: text,
  };
  const failure = { code: text, message: text, remedy: text, traceId: text };
  return {
    ...buildReport({ outcome: 'failed', failure }, undefined, ledger, event),
    pullRequestDetails: new Map([['https://github.com/acme/widgets/pull/42', details]]),
    checks: [{ what: text, verdict: 'bad', finding: text }],
  };
}

/** The report with this of its last run. */
function withLast(report: Report, change: Partial<RunReport>): Report {
  if (report.last === undefined) throw new Error('no run');
  const last = { ...report.last, ...change };
  return { ...report, runs: [...report.runs.slice(0, -1), last], last };
}

/** Where a line, an annotation or a Markdown text is cut; and where lines were once wrapped. */
const LINES = [0, 68, 80, 1000, 2000];
const ANNOTATION = [200, 1500, 4000];
const MARKDOWN = [60, 80, 100, 200, 300, 1000];

describe('a secret at every offset around every cut', () => {
  it('in the log, from the front and from the back', () => {
    const { context, lines } = contextOf();
    const { log } = context;
    for (const text of plantedAround(LINES)) {
      const back = [...text]
        .reverse()
        .join('')
        .replace([...KEY].reverse().join(''), KEY);
      for (const planted of [text, back]) {
        log.info(planted);
        log.debug(planted);
        log.startGroup(planted);
        for (const kind of ['message', 'action', 'result', 'event'] as const) {
          printActivities([{ key: '', kind, text: planted, path: [planted, planted] }], log);
        }
      }
    }
    expectNoPiece(lines.join('\n'), 'log');
  });

  it('of several lines, at every line of a text that is shortened', () => {
    const { context, lines } = contextOf();
    for (let before = 0; before < 30; before += 1) {
      const text = `${'line\n'.repeat(before)}x ${PEM} y${'\nline'.repeat(30)}`;
      for (const kind of ['message', 'action', 'result', 'event'] as const)
        printActivities([{ key: '', kind, text, path: [] }], context.log);
    }
    expectNoPiece(lines.join('\n'), 'log');
  });

  it('in annotations', () => {
    const { context, lines } = contextOf();
    for (const text of plantedAround(ANNOTATION)) {
      context.log.notice(text);
      context.log.warning(text);
      context.log.error(text);
    }
    expectNoPiece(lines.join('\n'), 'annotation');
  });

  it('behind what is invisible, in the log and in Markdown', () => {
    const { context, lines } = contextOf();
    const hide = (apart: string) => `${KEY.slice(0, 20)}${apart}${KEY.slice(20)}`;
    for (const apart of [
      '\u200b',
      '\u00ad',
      '\u001b[31m',
      '\u001b]8;;https://x.y\u0007',
      '\u0000',
      '\u{e0001}',
    ]) {
      for (const text of [...plantedAround([100], hide(apart)), `\u001b[${KEY}`]) {
        context.log.info(text);
        lines.push(commentOf(reportOf(text, contextOf().context), 'marker', context.secrets));
      }
    }
    expectNoPiece(lines.join('\n').replace(/\p{Cf}/gu, ''), 'log');
  });

  it('in a refused input', () => {
    const secrets = secretsOf();
    for (const text of plantedAround([100])) {
      const error = refusal('mode', text, 'Give another.');
      expectNoPiece(
        error.explain((words) => secrets.redact(words)),
        'refusal',
      );
    }
  });

  it('in summary and comment, while the run goes on as well', () => {
    for (const text of plantedAround(MARKDOWN)) {
      const { context } = contextOf();
      const report = reportOf(text, context);
      expectNoPiece(summaryOf(report, context.secrets), 'summary');
      for (const told of [report, { ...report, progress: { now: text } }])
        expectNoPiece(commentOf(told, 'marker', context.secrets), 'comment');
    }
  });

  it('in a summary and a comment that must be short', () => {
    const { context } = contextOf();
    const report = reportOf('', context);
    const most = { summary: 6000, comment: 2500 };
    for (const text of plantedAround([1000])) {
      const told = withLast(report, { result: text.repeat(3) });
      expectNoPiece(summaryOf(told, context.secrets, most.summary), 'summary');
      expectNoPiece(commentOf(told, 'marker', context.secrets, most.comment), 'comment');
    }
  });

  it('in a commit status', () => {
    for (const text of plantedAround([100, 120, 140])) {
      const { context } = contextOf();
      const { description = '' } = concludedStatus(reportOf(text, context), context.secrets, true) ?? {};
      expect(description.length).toBeGreaterThan(100);
      expectNoPiece(description, 'status');
    }
  });

  it('below a line that was reviewed, and in the text of a review', () => {
    const secrets = secretsOf();
    const at = { serverUrl: 'https://github.com', repository: 'acme/widgets', commit: '1', mergeBase: '2' };
    const anchor = { path: 'a.ts', side: 'RIGHT', line: 1, startLine: undefined } as const;
    for (const text of plantedAround([8000])) {
      const finding = { path: 'a.ts', line: 1, severity: 'major', title: 'Look', body: text } as const;
      const placed = { kind: 'inline', finding, anchor, previousPath: undefined } as const;
      expectNoPiece(inlineBody(placed, at, 'marker', secrets), 'comment');
    }
    for (const summary of plantedAround([20_000])) {
      expectNoPiece(
        reviewBody({ summary, placed: [], at, url: undefined, why: undefined }, 'marker', secrets),
        'review',
      );
    }
  });

  it('in Markdown that an agent has escaped', () => {
    const { context } = contextOf();
    const report = reportOf('', context);
    const escaped = KEY.replace(/[*_.".-]/g, '\\$&');
    for (const text of [
      escaped,
      `**${escaped}**`,
      `[x](https://x.example/${encodeURIComponent(KEY)})`,
      `> ${KEY.replace('*', '&#42;')}`,
    ])
      expectNoPiece(commentOf(withLast(report, { result: text }), 'marker', context.secrets), text);
  });
});

describe('a secret at every offset, as the step concludes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'planted-'));
  const file = path.join(folder, 'output');
  beforeAll(() => vi.stubEnv('GITHUB_OUTPUT', file));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('in the error annotation and in every output', async () => {
    writeFileSync(file, '');
    const told: string[] = [];
    for (const text of plantedAround([200, 1500])) {
      const { context, lines } = contextOf();
      const { outputs, log, secrets } = context;
      await finishAll([outputs, new LogPublisher(log, secrets)], reportOf(text, context), 0);
      told.push(...lines);
    }
    expectNoPiece(told.join('\n'), 'log');
    expectNoPiece(readFileSync(file, 'utf8'), 'outputs');
  });

  it('in the result and the run, whose length is limited', () => {
    writeFileSync(file, '');
    const { context } = contextOf();
    const report = reportOf('', context);
    for (const text of plantedAround([30_000])) {
      context.outputs.write(withLast(report, { result: text }));
    }
    for (const text of plantedAround([937, 1875, 3750])) {
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, text]));
      const raw = { ...many, rest: filler(70_000) };
      context.outputs.write(withLast(report, { run: { ...runOf(''), raw } }));
    }
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('…');
    expectNoPiece(written, 'outputs');
    expect(shortenedJson({ a: filler(70_000) }, 60_000)).toContain('…');
  });
});
