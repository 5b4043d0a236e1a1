import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { read, yaml } from './project.ts';

/** What GitHub's own editor support says about a workflow file, with our `action.yml` for our own steps. */
export async function findingsOf(file: string, source = read(file)): Promise<string[]> {
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
