// Runs the emulator until it is killed: node __tests__/emulator/cli.ts [--scenario NAME] [--port N] [--list]
import { parseArgs } from 'node:util';
import { startEmulator } from './emulator.ts';
import { isScenarioName, SCENARIOS } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'busy' },
    port: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) {
  const lines = Object.entries(SCENARIOS).map(
    ([name, { description }]) => `${name.padEnd(30)} ${description}\n`,
  );
  process.stdout.write(lines.join(''));
} else {
  await run(values.scenario, Number(values.port));
}

async function run(scenario: string, port: number): Promise<void> {
  if (!isScenarioName(scenario)) throw new Error(`no scenario ${scenario}; --list names them`);
  const emulator = await startEmulator({ scenario, pace: 'demo', port });
  const { apiUrl, githubUrl, graphqlUrl, storageUrl, apiKey, githubToken } = emulator;
  const facts = { scenario, apiUrl, githubUrl, graphqlUrl, storageUrl, apiKey, githubToken };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}
