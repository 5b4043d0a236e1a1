import type { RootContent } from 'mdast';
import { cut } from '../lib/text.ts';
import type { Duplicate } from '../model.ts';
import { runUrl } from '../oz/links.ts';
import { code, dotted, heading, link, moreThan, paragraph, serialise, strong, words } from './document.ts';
import type { Place } from './references.ts';

/** Runs that cost as well, and may have opened pull requests, although nobody asked for them. */
export function duplicatesOf(duplicates: readonly Duplicate[], mostRows: number): RootContent[] {
  if (duplicates.length === 0) return [];
  const shown = duplicates.slice(0, mostRows);
  return [
    paragraph(strong(words('⚠️ The create request made more than one run. Besides the one that counts:'))),
    ...shown.map(lineOf),
    ...moreThan(shown.length, duplicates.length),
  ];
}

/** The summary of a post phase that has nothing else to report. */
export function duplicatesSummary(duplicates: readonly Duplicate[], place: Place): string {
  const title = heading(2, { type: 'text', value: '⚠️ A duplicate Oz run' });
  return serialise([title, ...duplicatesOf(duplicates, MAX_ROWS)], place);
}

const MAX_ROWS = 50;
const MAX_PULL_REQUESTS = 10;

function lineOf({ runId, state, credits, pullRequests }: Duplicate): RootContent {
  const pulls = pullRequests.slice(0, MAX_PULL_REQUESTS).map(({ url }) => link(url, cut(url, 100)));
  return paragraph(
    ...dotted([
      link(runUrl(runId), runId),
      code(state),
      ...(credits === undefined ? [] : [words(`${credits} credits`)]),
      ...pulls,
    ]),
  );
}
