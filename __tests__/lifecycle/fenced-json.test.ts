import { describe, expect, it } from 'vitest';
import { lastJsonBlock } from '../../src/lib/fenced-json.ts';

describe('the last block tagged json', () => {
  it.each([
    ['one', '```json\n{"a": 1}\n```', '{"a": 1}'],
    ['with words around it', 'Here:\n\n```json\n1\n```\nBye.', '1'],
    ['of several', '```json\n1\n```\n```JSON\n2\n```\n```ts\n3\n```', '2'],
    ['with tildes', '~~~ json\n1\n~~~', '1'],
    ['with more words behind the tag', '```json title="x"\n1\n```', '1'],
    ['in a list', '- so:\n  ```json\n  {\n    "a": 1\n  }\n  ```', '{\n  "a": 1\n}'],
    ['in a quote', '> ```json\n> 1\n> ```', '1'],
    ['that nobody closed', '```json\n{"a": 1}', '{"a": 1}'],
    ['that shows a fence', '````json\n"```json"\n````', '"```json"'],
    ['with marks', '```json\n"*a* [b](c) `d` \\\\* &amp; <i>"\n```', '"*a* [b](c) `d` \\\\* &amp; <i>"'],
    ['behind marks that nobody closed', '*a **b `c [d <e\n\n```json\n1\n```', '1'],
  ])('%s', async (_, markdown, json) => {
    expect(await lastJsonBlock(markdown)).toBe(json);
  });

  it.each([
    ['without a tag', '```\n1\n```'],
    ['with another tag', '```jsonc\n1\n```\n```json5\n1\n```'],
    ['inside another block', '````md\n```json\n1\n```\n````'],
    ['in a line', 'the block ```json 1``` here'],
    ['by indentation', '    ```json\n    1\n    ```'],
  ])('is none %s', async (_, markdown) => {
    expect(await lastJsonBlock(markdown)).toBeUndefined();
  });

  it.each([
    ['emphasis', '*a **b '.repeat(200_000)],
    ['lists', '- '.repeat(100_000)],
  ])(
    'does not wait for an agent that writes endless %s',
    async (_, words) => {
      await lastJsonBlock(`${words}\n\n\`\`\`json\n1\n\`\`\``);
    },
    20_000,
  );
});
