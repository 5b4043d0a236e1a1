import type { PullRequestLink } from '../oz/pull-requests.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/** Where a report is read, which decides whom its references reach. */
export interface Place {
  /** `owner/name`. */
  readonly repository: string;
  /** Base URL of the GitHub server. */
  readonly serverUrl: string;
  /** What the run opened: references to these are ours. */
  readonly pullRequests: readonly PullRequestLink[];
}

/** Pages that tell, on their timeline, who linked to them. */
const TIMELINES = ['issues', 'pull', 'pulls', 'discussions', 'commit', 'commits'];

/** What may stand before a reference; after anything else it belongs to something longer. */
const BEGINS_AFTER = /^[\s([{<>"'*~,:;|!?-]?$/;

/** Tells references of this repository from those that notify people elsewhere. */
export class References {
  readonly #repository: string;
  readonly #owner: string;
  readonly #hosts: readonly string[];
  readonly #pullRequests: ReadonlySet<string>;

  constructor({ repository, serverUrl, pullRequests }: Place) {
    const server = new URL(serverUrl);
    this.#repository = repository.toLowerCase();
    this.#owner = this.#repository.split('/')[0] ?? '';
    this.#hosts = [hostOf(server), 'github.com'];
    this.#pullRequests = new Set(
      pullRequests
        .filter(({ url }) => new URL(url).host === server.host)
        .map((pull) => `${pull.repository}#${pull.number}`.toLowerCase()),
    );
  }

  /** GitHub's own hosts, of which a label may speak without a path. */
  isHost(name: string): boolean {
    return this.#hosts.includes(name);
  }

  /** Whether a link to it leaves "mentioned this" in another repository. */
  isForeign(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    if (!this.isHost(hostOf(url))) return false;
    // Discussions of an organisation, `/orgs/name/discussions/1`, have the same form.
    const [owner, name = '', page = '', id] = segmentsOf(url);
    if (!TIMELINES.includes(page) || id === undefined) return false;
    return !this.#isOwn(owner, name, id);
  }

  /**
   * With a zero-width space in whatever would notify somebody: the trick of many release-note bots. Escapes do not
   * help, since GitHub looks for mentions in the rendered text.
   */
  neutralise(text: string): string {
    return (
      text
        .replace(/\S+/g, (word) =>
          this.#holdsForeign(word) ? word.replaceAll('/', `/${ZERO_WIDTH_SPACE}`) : word,
        )
        .replace(/@(?=[\p{L}\p{N}_-])/gu, (at, offset: number, whole: string) =>
          this.#isCommit(whole, offset) ? at : `@${ZERO_WIDTH_SPACE}`,
        )
        .replace(
          /(?<=(^|.)(?:([\w.-]+)\/)?([^\W_][\w.-]*))#(?=(\d+))/gsu,
          (hash, before: string, owner: string | undefined, name: string, number: string) =>
            BEGINS_AFTER.test(before) && this.#isOwn(owner, name, number)
              ? hash
              : `${hash}${ZERO_WIDTH_SPACE}`,
        )
        // The serialiser does not see that it would escape what the next node begins with.
        .replace(/\\$/, `\\${ZERO_WIDTH_SPACE}`)
    );
  }

  /** An address in a word, with or without its scheme. */
  #holdsForeign(word: string): boolean {
    const paths = word.matchAll(/(?<=([a-z\d][a-z\d.-]{0,200})(?::\d{1,5})?)\/(?=(\S{1,500}))/gi);
    return paths.some(([, host, path]) => this.isForeign(`https://${host}/${path}`));
  }

  /** `name#1` is the issue of that owner's repository of the same name. */
  #isOwn(owner: string | undefined, name: string, number: string): boolean {
    if (owner === undefined) return name.toLowerCase() === this.#owner;
    const repository = `${owner}/${name}`.toLowerCase();
    return repository === this.#repository || this.#pullRequests.has(`${repository}#${number}`);
  }

  /** `owner/name@sha` of this repository, which mentions nobody since its `@` continues a word. */
  #isCommit(text: string, at: number): boolean {
    const start = at - this.#repository.length;
    return (
      /\w$/.test(this.#repository) &&
      text.slice(Math.max(0, start), at).toLowerCase() === this.#repository &&
      !/[\w./-]/.test(text.charAt(start - 1)) &&
      /^@[\da-f]{7,40}(?![\w/-])/i.test(text.slice(at, at + 42))
    );
  }
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^www\.|\.$/g, '');
}

function segmentsOf({ pathname }: URL): string[] {
  const path = pathname.replace(/%([2-7][\da-f])/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}
