import type { Conclusion } from './phase.ts';

/** Evaluates `runs.post-if` for a job whose steps ended like this. Throws on an expression that it does not know. */
export function postIsDue(condition: string, main: Conclusion): boolean {
  switch (condition.replace(/^\$\{\{|\}\}$/g, '').replaceAll(/\s/g, '')) {
    case 'always()':
      return true;
    case 'success()':
      return main === 'success';
    case 'failure()':
      return main === 'failure';
    case 'cancelled()':
      return main === 'cancelled';
    case '!cancelled()':
      return main !== 'cancelled';
    default:
      throw new Error(`Cannot evaluate post-if: ${condition}`);
  }
}
