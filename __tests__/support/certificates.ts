import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REMOTE_HOST } from './proxy.ts';

/** A private certificate authority, and a server certificate of it for the loopback addresses and `REMOTE_HOST`. In PEM. */
export interface Certificates {
  readonly key: string;
  readonly cert: string;
  /** Path of the authority's certificate, as NODE_EXTRA_CA_CERTS wants it. */
  readonly authority: string;
  remove(): void;
}

/** Whether there is an openssl to make certificates with. */
export function canMakeCertificates(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Makes both with openssl; throws when that fails. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(path.join(tmpdir(), 'certificates-'));
  const openssl = (command: string) =>
    execFileSync('openssl', command.split(' '), { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  writeFileSync(
    path.join(directory, 'server.ext'),
    `subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost,DNS:${REMOTE_HOST}\nextendedKeyUsage=serverAuth\n`,
  );
  openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Test-authority`);
  openssl(`req ${key} -keyout server.key -out server.csr -subj /CN=localhost`);
  openssl(
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem',
  );
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');
  return {
    key: read('server.key'),
    cert: read('server.pem'),
    authority: path.join(directory, 'ca.pem'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
