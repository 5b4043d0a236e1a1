import { object } from '../lib/json.ts';
import type { Secrets } from '../lib/secrets.ts';
import { readWorkspaceText } from './files.ts';
import { isInlineJson } from './json.ts';
import { InputError, RawInputs } from './values.ts';

/**
 * Registers every secret among the inputs, in every mode, before anything is printed: a refused input is quoted.
 * Tolerates whatever the checks refuse later.
 */
export function registerSecrets(env: NodeJS.ProcessEnv, secrets: Secrets): void {
  const raw = new RawInputs(env);
  secrets.addProxies(env);
  secrets.add(raw.optional('api-key'), env.WARP_API_KEY, raw.optional('github-token'));
  const given = parsed(mcpSource(raw, env));
  secrets.addMcpServers(given);
  secrets.addMcpServers(given.mcpServers);
  secrets.addMcpServers(parsed(raw.text('config')).mcp_servers);
}

function mcpSource(raw: RawInputs, env: NodeJS.ProcessEnv): string {
  const value = raw.text('mcp-servers');
  if (value === '' || isInlineJson(value)) return value;
  try {
    return readWorkspaceText('mcp-servers', value, env.GITHUB_WORKSPACE || '.');
  } catch (error) {
    // Files come and go between the phases.
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code !== undefined) return '';
    throw error;
  }
}

function parsed(source: string): ReturnType<typeof object> {
  try {
    return object(JSON.parse(source));
  } catch {
    return {};
  }
}
