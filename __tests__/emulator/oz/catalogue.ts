type Json = Record<string, unknown>;

export function environment(uid: string, name: string): Json {
  const config = { name, docker_image: 'node:24' };
  return { uid, config, last_updated: '2026-01-01T00:00:00Z', setup_failed: false };
}

/** Environments of the emulated account. */
export const ENVIRONMENTS: Json[] = [
  {
    uid: 'env-node-24',
    config: {
      name: 'node',
      description: 'Node and git',
      docker_image: 'node:24',
      github_repos: [{ owner: 'octo-org', repo: 'octo-repo' }],
      setup_commands: ['npm ci'],
    },
    last_updated: '2026-01-01T00:00:00Z',
    setup_failed: false,
    scope: { type: 'Team', uid: 'team-1' },
  },
  {
    uid: 'env-broken',
    config: { name: 'broken', docker_image: 'octo/none:latest' },
    last_updated: '2026-01-01T00:00:00Z',
    setup_failed: true,
  },
];

export const DEFAULT_MODEL = 'auto';

export const MODELS: Json[] = [
  { id: DEFAULT_MODEL, display_name: 'Auto', provider: 'UNKNOWN', vision_supported: true },
  { id: 'large-thinker', display_name: 'Large Thinker', provider: 'ANTHROPIC', vision_supported: true },
  {
    id: 'retired-model',
    display_name: 'Retired',
    provider: 'OPENAI',
    vision_supported: false,
    disable_reason: 'ADMIN_DISABLED',
  },
];

/** Skills of the emulated account. */
export const AGENTS: Json[] = [
  {
    name: 'fix-ci',
    variants: [
      {
        id: 'octo-org/octo-repo:.agents/skills/fix-ci/SKILL.md',
        description: 'Repairs a failing workflow',
        base_prompt: 'Repair the failing workflow.',
        source: { owner: 'octo-org', name: 'octo-repo', skill_path: '.agents/skills/fix-ci/SKILL.md' },
        environments: [{ uid: 'env-node-24', name: 'node' }],
      },
    ],
  },
];
