// Fetches one npm package without its dependencies and without running anything of it: `npm pack` brings the tarball
// (through npm's own configuration of registry, proxy and cache), the pinned integrity decides whether it is the one
// that was reviewed, and only the wanted files are unpacked.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const downloads = resolve(import.meta.dirname, '../.setup/npm');

/** A failure that the person running setup can do something about. */
export class SetupError extends Error {}

/** The hash of a file, without reading it into memory at once. */
export async function hashFile(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest(encoding);
}

/**
 * Brings the tarball of `name@version` and answers its path. An interrupted or altered one is fetched again.
 * `integrity` is npm's form: `sha512-` and base64.
 */
export async function fetchTarball({ name, version, integrity }) {
  const path = join(downloads, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const matches = async () => existsSync(path) && integrity === `sha512-${await hashFile(path, 'sha512', 'base64')}`;
  if (await matches()) return path;

  // npm writes under its final name at once, so it works in a folder of its own until it has finished.
  const partial = join(downloads, `partial-${process.pid}`);
  mkdirSync(partial, { recursive: true });
  try {
    const npm = spawnSync('npm', ['pack', `${name}@${version}`, '--pack-destination', partial, '--ignore-scripts', '--loglevel=error'],
      { cwd: partial, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (npm.error) throw new SetupError(`npm could not be started (${npm.error.message}). Install Node.js with npm.`);
    const [file] = readdirSync(partial).filter((entry) => entry.endsWith('.tgz'));
    if (npm.status !== 0 || !file) {
      throw new SetupError(`npm could not fetch ${name}@${version}. Check the network and 'npm config get registry', then run setup again.\n${npm.stderr}`);
    }
    renameSync(join(partial, file), path);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  if (await matches()) return path;
  rmSync(path);
  throw new SetupError(`${name}@${version} is not the package that is pinned here: its integrity differs from ${integrity}. `
    + 'The registry or something on the way altered it; do not use it.');
}

/** Unpacks the named files or folders of a tarball (paths inside the package) under `target`. */
export function unpack(tarball, target, paths) {
  mkdirSync(target, { recursive: true });
  const tar = spawnSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1', '--no-same-owner', ...paths.map((path) => `package/${path}`)],
    { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (tar.status !== 0) throw new SetupError(`${tarball} could not be unpacked: ${tar.error?.message ?? tar.stderr}`);
}

/** What the lock file of a folder pins a package to. */
export function pinned(folder, name) {
  const { version, integrity } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages[`node_modules/${name}`];
  return { name, version, integrity };
}

/** Runs a setup step: a failure that was foreseen is one message, not a stack trace. */
export async function step(label, body) {
  try {
    await body();
  } catch (error) {
    console.error(`${label}: ${error instanceof SetupError ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}

// npm-package.mjs FOLDER PACKAGE TARGET PATH…: what the lock file in FOLDER pins, its PATHs unpacked as TARGET whole or not at all.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, name, target, ...paths] = process.argv.slice(2);
  await step(name, async () => {
    const tarball = await fetchTarball(pinned(folder, name));
    const partial = `${resolve(target)}.partial`;
    rmSync(partial, { recursive: true, force: true });
    unpack(tarball, partial, paths);
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
    rmSync(tarball);
  });
}
