/** The same as in `package.json`, by a test. */
export const VERSION = '1.0.0';

export const USER_AGENT = `oz-agent-action/${VERSION} (node ${process.versions.node}; ${process.platform})`;
