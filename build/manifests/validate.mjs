// Checks rendered Kubernetes objects against the schemas of the API: validate.mjs FILE… (`-` is standard input).
// Says what is wrong with which object; the last line is `N objects valid, N invalid`; exit code 1 when any is invalid.

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';
import { watch } from './unknown-fields.mjs';

/** The model class of an object's kind, or undefined. Groups that have a dot and are not Kubernetes' own are of packages of their own. */
async function modelOf({ apiVersion, kind }) {
  const packages = { 'cert-manager.io': '@kubernetes-models/cert-manager' };
  const name = packages[String(apiVersion).split('/')[0]] ?? 'kubernetes-models';
  try {
    return (await import(`${name}/${apiVersion}/${kind}`))[kind];
  } catch (error) {
    if (['ERR_PACKAGE_PATH_NOT_EXPORTED', 'ERR_MODULE_NOT_FOUND'].includes(error.code)) return undefined;
    throw error;
  }
}

async function problemsOf(object) {
  const model = await modelOf(object);
  if (!model) return [`there is no schema for ${object.apiVersion} ${object.kind}`];
  if (!object.metadata?.name) return ['it has no name'];
  const { proxy, unknown } = watch(object);
  try {
    // The function that setValidateFunc gave the class, applied to the object as it is: a constructor would drop what is undefined.
    model.prototype.validate.call(proxy);
  } catch (error) {
    return [error.message];
  }
  return unknown().map((path) => `${path} is no field of it`);
}

let valid = 0;
let invalid = 0;
for (const file of process.argv.slice(2)) {
  const seen = new Set();
  for (const document of parseAllDocuments(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'))) {
    const object = document.toJS();
    if (object === null && document.errors.length === 0) continue;
    const name = [object?.kind, object?.metadata?.namespace, object?.metadata?.name].filter(Boolean).join(' ');
    const problems = document.errors.length > 0 ? document.errors.map((error) => error.message)
      : seen.has(name) ? ['it is there twice'] : await problemsOf(object);
    seen.add(name);
    for (const problem of problems) console.error(`${file}: ${name}: ${problem}`);
    if (problems.length === 0) valid++; else invalid++;
  }
}
console.log(`${valid} objects valid, ${invalid} invalid`);
process.exitCode = invalid > 0 || valid === 0 ? 1 : 0;
