/** What somebody may do in a repository, from the least to the most. */
export const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

export type Permission = (typeof PERMISSIONS)[number];

export function isAtLeast(held: Permission, required: Permission): boolean {
  return PERMISSIONS.indexOf(held) >= PERMISSIONS.indexOf(required);
}
