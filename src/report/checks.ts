import type { RootContent } from 'mdast';
import { cut } from '../lib/text.ts';
import { code, details, moreThan, prose, table, words } from './document.ts';
import type { Report } from './report.ts';
import type { Tier } from './sections.ts';

const ICONS = { good: '✅', bad: '❌', unknown: '❔' };

/** What `mode: check` found. */
export function checksOf({ checks }: Report, tier: Tier): RootContent[] {
  if (checks.length === 0) return [];
  const rows = checks.map(({ what, verdict, finding }) => [
    words(`${ICONS[verdict]} ${what}`),
    prose(cut(finding, tier.words)),
  ]);
  return [table(['Checked', 'Finding'], rows)];
}

/** The inputs that it was found with, folded away. */
export function settingsOf({ settings = [] }: Report, tier: Tier): RootContent[] {
  if (settings.length === 0) return [];
  const rows = settings
    .slice(0, tier.rows)
    .map(({ name, value, isChosen }) => [
      code(name),
      value === undefined ? words('–') : code(value),
      words(isChosen ? 'the step' : 'default'),
    ]);
  return details(
    'Inputs',
    table(['Input', 'Value', 'From'], rows),
    ...moreThan(rows.length, settings.length),
  );
}
