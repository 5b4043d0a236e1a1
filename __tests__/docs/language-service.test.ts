import { describe, expect, it } from 'vitest';
import { paths, read } from './project.ts';
import { findingsOf } from './workflow-findings.ts';

describe('the language service of GitHub', () => {
  it.each(paths('docs/examples/*.yml'))('finds nothing to say about %s', async (file) => {
    expect(await findingsOf(file)).toEqual([]);
  });

  it('finds nothing to say about the workflows of the README', async () => {
    const shown = [...read('README.md').matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map(
      ([, source = '']) => source,
    );
    expect(shown).toHaveLength(2);
    for (const source of shown) expect(await findingsOf('.github/workflows/shown.yml', source)).toEqual([]);
  });

  it('would notice an input that does not exist', async () => {
    const ours = 'uses: your-org/oz-agent-action@v1\n        with:\n          promt: Fix it\n';
    const source = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${ours}`;
    const found = await findingsOf('.github/workflows/a.yml', source);
    expect(found).toEqual([expect.stringContaining('promt')]);
  });
});
