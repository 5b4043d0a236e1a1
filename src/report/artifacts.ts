import type { PhrasingContent, RootContent } from 'mdast';
import { cut } from '../lib/text.ts';
import type { Artifact } from '../oz/decode.ts';
import { code, link, moreThan, paragraph, plain, table, words } from './document.ts';
import type { Report } from './report.ts';
import type { Tier } from './sections.ts';

/** More would not be one line. */
const MAX_IN_LINE = 8;

/** In the step summary: a row each. */
export function artifactsTable(report: Report, tier: Tier): RootContent[] {
  const all = artifactsOf(report);
  if (all.length === 0) return [];
  const rows = all
    .slice(0, tier.rows)
    .map((artifact) => [
      words(kindOf(artifact)),
      nameOf(artifact),
      words(cut(artifact.description ?? '', 100)),
    ]);
  return [table(['Artifact', 'Name', 'Description'], rows), ...moreThan(rows.length, all.length)];
}

/** In the comment: all on one line. */
export function artifactsLine(report: Report, tier: Tier): RootContent[] {
  const all = artifactsOf(report);
  if (all.length === 0) return [];
  const shown = all.slice(0, Math.min(tier.rows, MAX_IN_LINE));
  const names = shown.flatMap((artifact, index): PhrasingContent[] => [
    plain(index === 0 ? '📎 ' : ' · '),
    words(kindOf(artifact)),
    plain(' '),
    nameOf(artifact),
  ]);
  const left = all.length - shown.length;
  return [paragraph(...names, ...(left > 0 ? [plain(` · … and ${left} more`)] : []))];
}

/** Pull requests have lines of their own. */
function artifactsOf({ last }: Report): readonly Artifact[] {
  return (last?.run?.artifacts ?? []).filter(({ type }) => type !== 'PULL_REQUEST');
}

function kindOf({ type }: Artifact): string {
  const kind = type.toLowerCase().replaceAll('_', ' ');
  return cut(kind.charAt(0).toUpperCase() + kind.slice(1), 60);
}

function nameOf({ title, filename, filepath, url, uid }: Artifact): PhrasingContent {
  const name = cut(title ?? filename ?? filepath ?? uid ?? url ?? '–', 80);
  return url ? link(url, name) : code(name);
}
