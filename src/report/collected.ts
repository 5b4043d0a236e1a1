import type { PhrasingContent, RootContent } from 'mdast';
import { cut } from '../lib/text.ts';
import type { CollectedRun, Collection } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import { code, link, moreThan, paragraph, table, words } from './document.ts';

/** Why runs are left alone. */
const WHY: Readonly<Record<Collection['distrusted'][number][0], string>> = {
  unreadable: 'their order cannot be read',
  unsigned: 'the signature does not verify (also after the API key was rotated)',
  parent: 'they are children of a run that was ordered',
  time: 'they were not created at the signed time',
  copy: 'they are copies of a run that was ordered',
};

/** How many were left alone, by reason; empty for none. */
export function distrustWords({ distrusted }: Pick<Collection, 'distrusted'>): string {
  return distrusted.map(([why, count]) => `${count}, since ${WHY[why]}`).join('; ');
}

/** All runs that a collecting step looked at. */
export function collectedTable(collection: Collection | undefined, rows: number): RootContent[] {
  if (collection === undefined) return [];
  const { runs, distrusted } = collection;
  const cells = runs
    .slice(0, rows)
    .map((run): PhrasingContent[] => [
      link(runUrl(run.runId), cut(run.title ?? run.runId, 80)),
      { type: 'text', value: happened(run) },
      code(run.state),
      words(run.number === undefined ? '–' : `#${run.number}`),
      words(cut(run.commentKey || '–', 60)),
    ]);
  return [
    ...(cells.length > 0
      ? [table(['Run', 'This step', 'State', 'About', 'Comment key'], cells)]
      : [paragraph(words('There was no run to look at.'))]),
    ...moreThan(cells.length, runs.length),
    ...(distrusted.length > 0 ? [paragraph(words(`Left alone: ${distrustWords(collection)}.`))] : []),
  ];
}

function happened({ what, outcome }: CollectedRun): string {
  switch (what) {
    case 'concluded':
      return `✅ concluded: ${outcome}`;
    case 'unchanged':
      return 'nothing new';
    case 'going on':
      return '⏳ left to go on';
    case 'superseded':
      return 'superseded by a newer run';
    case 'failed':
      return '⚠️ not concluded: the log says why';
  }
}
