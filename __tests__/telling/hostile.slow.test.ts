import path from 'node:path';
import { describe, expect } from 'vitest';
import { mentions, render } from '../scenarios/rendered.ts';
import { commentsOf, it, messages } from '../support/dist-step.ts';
import { faultsOfIndex, indexOf, makeFolders, treeOf } from './folders.ts';

const OUR_HTML = /^(?:<!-- oz-agent-action [\w=%./]+ -->|<details><summary>[\w ]+<\/summary>|<\/details>)$/;

describe.concurrent('attacks in every field that the API can return', () => {
  it.for(['hostile', 'hostile-error'] as const)(
    '%s: all of it streamed, told and stored',
    async (scenario, { stage }) => {
      await using folders = await makeFolders();
      stage.play(scenario);
      const before = await treeOf(folders.outside);
      const job = await stage.runMain({
        workspace: folders.workspace,
        with: { stream: 'full', 'artifacts-dir': 'out' },
      });
      expect(job.outputs.outcome).toBe(scenario === 'hostile' ? 'succeeded' : 'error');
      expect(messages(job, 'warning')).toEqual([]);
      const { commands, masks } = job.main;
      expect(commands.filter(({ name }) => name === 'error')).toHaveLength(scenario === 'hostile' ? 0 : 1);
      expect(new Set(masks)).toEqual(new Set([stage.emulator.apiKey, stage.emulator.githubToken]));
      for (const text of [job.summary, ...commentsOf(stage.emulator)]) {
        expect(mentions(text)).toEqual([]);
        const { html, links, images } = render(text);
        expect(html.filter((piece) => !OUR_HTML.test(piece))).toEqual([]);
        expect(links.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
        expect(images).toEqual([]);
      }
      expect(await treeOf(folders.outside)).toEqual(before);
      const out = path.join(folders.workspace, 'out');
      expect(await faultsOfIndex(out)).toEqual([]);
      const entries = await indexOf(out);
      expect(entries.filter(({ missing }) => missing !== undefined)).toEqual([]);
      // A plan, a screenshot and fourteen files, beside run, conversation and transcript.
      expect(entries).toHaveLength(19);
      expect(Object.values(await treeOf(folders.workspace)).filter((kind) => kind.startsWith('→'))).toEqual(
        [],
      );
    },
  );
});
