/** From the least to the most severe. */
export const SEVERITIES = ['nit', 'minor', 'major', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** As GitHub names them: RIGHT is the file after the change, LEFT the file before it. */
export type Side = 'LEFT' | 'RIGHT';

/** One remark of an agent. Every text in it is the agent's. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly start_line?: number;
  readonly side?: Side;
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  readonly suggestion?: string;
}

/** What an agent answers when it is asked for a review. */
export interface ReviewDocument {
  readonly summary: string;
  readonly findings: readonly Finding[];
}

const LINE = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

/** The schema of a `ReviewDocument`. */
export const REVIEW_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['summary', 'findings'],
  additionalProperties: false,
  properties: {
    summary: { type: 'string', maxLength: 20_000 },
    findings: {
      type: 'array',
      maxItems: 300,
      items: {
        type: 'object',
        required: ['path', 'line', 'severity', 'title', 'body'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', minLength: 1, maxLength: 300 },
          line: LINE,
          start_line: LINE,
          side: { enum: ['RIGHT', 'LEFT'] },
          severity: { enum: SEVERITIES.toReversed() },
          title: { type: 'string', minLength: 1, maxLength: 200 },
          body: { type: 'string', maxLength: 8000 },
          suggestion: { type: 'string', maxLength: 8000 },
        },
      },
    },
  },
} as const;

/** The most severe first; equally severe ones stay in the agent's order. */
export function bySeverity(a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}

/** How many findings there are of each severity that occurs, the most severe first. */
export function countBySeverity(findings: readonly Finding[]): [severity: Severity, count: number][] {
  return SEVERITIES.toReversed()
    .map((severity): [Severity, number] => [
      severity,
      findings.filter((finding) => finding.severity === severity).length,
    ])
    .filter(([, count]) => count > 0);
}
