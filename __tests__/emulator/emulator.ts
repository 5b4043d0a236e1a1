import { performance } from 'node:perf_hooks';
import { loadDocument } from '../contract/document.ts';
import { OpenApiContract } from '../contract/openapi.ts';
import { githubService, graphqlPath } from './github/service.ts';
import { GitHubWorld } from './github/world.ts';
import { FaultScript } from './http/faults.ts';
import { Host } from './http/host.ts';
import { type RequestEvents, RequestLog } from './http/log.ts';
import type { HostName, LoggedRequest } from './http/message.ts';
import { OZ_BASE, ozService } from './oz/service.ts';
import { OzWorld } from './oz/world.ts';
import { applyScenario, type PaceName, type ScenarioName } from './scenarios.ts';
import { storageService } from './storage/service.ts';
import { StorageWorld } from './storage/world.ts';

export interface EmulatorOptions {
  /** World time in ms since 1970; tests hand in a virtual clock. By default a real one that never goes back. */
  now?: () => number;
  scenario?: ScenarioName;
  /** Whether a scenario moves with the reads of a run (`reads`, the default) or with time (`demo`). */
  pace?: PaceName;
  /** `owner/name` of the repository that GitHub knows. */
  repository?: string;
  /** `/api/v3` for a GitHub Enterprise Server. */
  githubBasePath?: '' | '/api/v3';
  /** Port of the Oz API; free ones by default, as always for the others. */
  port?: number;
  /** Loopback address to listen on. */
  address?: '127.0.0.1' | '::1';
  /** Key and certificate in PEM, to speak HTTPS on all hosts. */
  tls?: { key: string; cert: string };
  /** Contracts compiled before, for tests that start many emulators. */
  contracts?: Contracts;
}

export interface Contracts {
  oz: OpenApiContract;
  github: OpenApiContract;
}

export interface Emulator extends AsyncDisposable {
  readonly apiUrl: string;
  readonly githubUrl: string;
  readonly graphqlUrl: string;
  readonly storageUrl: string;
  readonly apiKey: string;
  readonly githubToken: string;
  readonly requests: readonly LoggedRequest[];
  /** What broke a contract, in words; a test that ends well leaves it empty. */
  readonly violations: string[];
  readonly faults: FaultScript;
  /** All routes on which faults can be put. */
  readonly routes: readonly string[];
  readonly oz: OzWorld;
  readonly github: GitHubWorld;
  readonly storage: StorageWorld;
  /** How many requests have arrived at a host, or on a route like `POST /agent/runs`. */
  count(host: HostName, route?: string): number;
  /** Calls the listener at every request, before anything is done about it, or after it was answered or dropped. */
  on(event: keyof RequestEvents, listener: (request: LoggedRequest) => void): void;
  /** Resolves when the n-th request on a route has arrived. */
  seen(route: string, n?: number): Promise<LoggedRequest>;
  /** Resolves when n requests on a route were answered or dropped. */
  answered(route: string, n?: number): Promise<LoggedRequest>;
  /** Takes a host off the network: open connections are destroyed and new ones refused. */
  down(host: HostName): Promise<void>;
  /** Brings it back, on the same port. */
  up(host: HostName): Promise<void>;
  close(): Promise<void>;
}

export function loadContracts(): Contracts {
  return {
    oz: new OpenApiContract(loadDocument('oz')),
    github: new OpenApiContract(loadDocument('github')),
  };
}

/** Starts an Oz API, a GitHub API and a storage host on the loopback interface, with a world of their own. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { now = monotonicClock(), repository = 'octo-org/octo-repo', githubBasePath = '' } = options;
  const { contracts = loadContracts(), scenario, pace = 'reads' } = options;
  const log = new RequestLog();
  const violations: string[] = [];
  const storage = new StorageWorld(now, () => hosts.storage.origin);
  const oz = new OzWorld(now, storage, repository);
  const github = new GitHubWorld(now, repository);
  const services = {
    oz: ozService(oz, contracts.oz),
    github: githubService({
      world: github,
      document: loadDocument('github'),
      contract: contracts.github,
      origin: () => hosts.github.origin,
      basePath: githubBasePath,
    }),
    storage: storageService(storage),
  };
  const routes = Object.values(services).flatMap((service) => service.routes);
  const faults = new FaultScript(routes);
  const listening = { address: options.address ?? '127.0.0.1', tls: options.tls } as const;
  const common = { log, faults, violations, now, listening };
  const hosts: Record<HostName, Host> = {
    oz: new Host({ service: services.oz, ...common }),
    github: new Host({ service: services.github, ...common }),
    storage: new Host({ service: services.storage, ...common }),
  };
  if (scenario !== undefined) applyScenario(scenario, pace, { oz, github });
  await Promise.all([hosts.oz.start(options.port), hosts.github.start(), hosts.storage.start()]);
  const close = async () => {
    await Promise.all(Object.values(hosts).map((host) => host.stop()));
  };
  return {
    apiUrl: `${hosts.oz.origin}${OZ_BASE}`,
    githubUrl: `${hosts.github.origin}${githubBasePath}`,
    graphqlUrl: `${hosts.github.origin}${graphqlPath(githubBasePath)}`,
    storageUrl: hosts.storage.origin,
    apiKey: [...oz.keys][0] ?? '',
    githubToken: [...github.tokens][0] ?? '',
    requests: log.requests,
    violations,
    faults,
    routes,
    oz,
    github,
    storage,
    count: (host, route) => log.count(host, route),
    on: (event, listener) => void log.on(event, listener),
    seen: (route, n = 1) => log.wait('seen', route, n),
    answered: (route, n = 1) => log.wait('answered', route, n),
    down: (host) => hosts[host].stop(),
    up: (host) => hosts[host].start(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function monotonicClock(): () => number {
  return () => performance.timeOrigin + performance.now();
}
