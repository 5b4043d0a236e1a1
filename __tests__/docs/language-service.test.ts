import { validate } from '@actions/languageservice';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { paths, read, yaml } from './project.ts';

/** What GitHub's own editor support says about a workflow file, with our `action.yml` for our own steps. */
async function findingsOf(file: string, source = read(file)): Promise<string[]> {
  const document = TextDocument.create(`file:///${file}`, 'yaml', 1, source);
  const ours = yaml('action.yml');
  const found = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ name }) => (name === 'oz-agent-action' ? (ours as never) : undefined),
    },
  });
  return (
    found
      // Others' actions would have to be fetched.
      .filter(({ message }) => !String(message).startsWith('Unable to resolve action `actions/'))
      .map(({ message, range }) => `line ${range.start.line + 1}: ${String(message)}`)
  );
}

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
    const document = TextDocument.create('file:///.github/workflows/a.yml', 'yaml', 1, source);
    const fetchActionMetadata = async () => yaml('action.yml') as never;
    const found = await validate(document, { actionsMetadataProvider: { fetchActionMetadata } });
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('promt')]);
  });
});
