import { type JsonObject, object } from '../lib/json.ts';
import { readWorkspaceText } from './files.ts';
import { isInlineJson, parseJsonObject } from './json.ts';
import { InputError } from './values.ts';

const TRANSPORTS = ['warp_id', 'command', 'url'] as const;
const NAME = 'mcp-servers';

/** MCP servers by name, from inline JSON or a JSON file of the workspace. */
export async function readMcpServers(value: string, workspace: string): Promise<JsonObject> {
  const inline = isInlineJson(value);
  const source = inline ? value : readWorkspaceText(NAME, value, workspace);
  const outer = await parseJsonObject(NAME, source, inline ? undefined : `The file of input \`${NAME}\``);
  // The form that editors and other MCP clients keep in their files.
  const servers = 'mcpServers' in outer ? object(outer.mcpServers) : outer;
  if (Object.keys(servers).length === 0) throw new InputError(`Input \`${NAME}\` names no server.`);
  for (const [name, server] of Object.entries(servers)) checkServer(name, object(server));
  return servers;
}

function checkServer(name: string, server: JsonObject): void {
  const found = TRANSPORTS.filter((transport) => server[transport] !== undefined);
  if (found.length === 1) return;
  const has = found.length === 0 ? 'none' : found.map((transport) => `\`${transport}\``).join(' and ');
  throw new InputError(
    `Input \`${NAME}\`: the server \`${name}\` has ${has}. Give exactly one of \`warp_id\`, \`command\` and \`url\`.`,
  );
}
