import { describe, expect } from 'vitest';
import { ATTACKS } from '../emulator/oz/hostile.ts';
import { mentions, render } from '../scenarios/rendered.ts';
import { it, placesOf } from './dist-step.ts';
import { faultsOf, faultsOfStream } from './invariants.ts';

describe.concurrent('what the other tests rely on', () => {
  it('a value is found wherever a step writes it, escaped or not', async ({ stage }) => {
    const prompt = 'Repair_the *parser*';
    const job = await stage.run({ with: { prompt, title: prompt }, debug: true });
    const places = new Set(placesOf(prompt, job, stage.emulator));
    expect([...places].filter((place) => !place.startsWith('sent'))).toEqual(['file', 'comment']);
    expect(placesOf('outcome: succeeded', job, stage.emulator)).toContain('stdout');
    expect(placesOf('surely-nowhere', job, stage.emulator)).toEqual([]);
  });

  it('a breach of what holds for every step is seen', async ({ stage }) => {
    const job = await stage.run();
    const declared = Object.keys(job.outputs);
    expect(faultsOf(job, declared)).toEqual([]);
    expect(faultsOf(job, [...declared, 'more'])).toEqual(['output more is not set']);
    expect(faultsOf(job, declared.slice(1))).toEqual([`output ${declared[0]} is not declared`]);
    expect(faultsOf({ ...job, main: { ...job.main, exitCode: 1 } }, declared)).toHaveLength(2);
    expect(faultsOf({ ...job, main: { ...job.main, stderr: 'oh' } }, declared)).toEqual(['stderr: oh']);
    const { emulator } = stage;
    const runs = [...emulator.oz.runs.values()];
    const streamFaults = (log: string) =>
      faultsOfStream({ ...job, main: { ...job.main, log } }, runs, emulator.requests);
    const { log } = job.main;
    const line = log.split('\n').find((one) => / │ /.test(one)) ?? '';
    expect(streamFaults(log)).toEqual([]);
    expect(streamFaults(log.replace(line, ''))).toHaveLength(1);
    expect(streamFaults(`${log}\n${line}`)).toHaveLength(1);
  });

  it('attacks that nobody defused are seen', () => {
    const { html, links, images } = render(ATTACKS.slice(9).join('\n\n'));
    expect(mentions(ATTACKS.join('\n\n'))).toEqual(['@everyone', '@octocat', '@octo-org/team']);
    expect(html.join()).toContain('<!-- oz-agent-action');
    expect(html.join()).toContain('<script>');
    expect(links).toContain('javascript:alert(1)');
    expect(images).toEqual(['https://evil.example.com/pixel.png']);
    expect(mentions('`@nobody` a@b.example @\u200bnobody')).toEqual([]);
    expect(render('# One\n\n| a | b |\n| - | - |\n')).toMatchObject({ headings: [1], tables: ['a | b'] });
  });
});
