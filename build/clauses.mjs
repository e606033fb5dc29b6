// The clauses of docs/clauses.md with what keeps each: the rule in a brand file, the code that carries [Clause("…")], and the test with
// [Trait("Clause", "…")]. It reads sources, not assemblies: it needs no build, and manifests can keep clauses too.
// Arguments: none prints the table; --check fails on what docs/clauses.lock does not say; --approve writes that list anew; --root FOLDER reads another checkout.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const Skipped = new Set(['bin', 'obj', 'node_modules', 'artifacts']);
const [mode, root] = read(process.argv.slice(2));
const table = join(root, 'docs/clauses.md'), lock = join(root, 'docs/clauses.lock');
const problems = [];

const clauses = readTable();
scan(['brands'], /\.json$/, findRules);
scan(['grains', 'silo', 'client'], /\.(cs|razor)$/, findCode);
scan(['k8s'], /\.ya?ml$/, (text, path) => note(text, /^\s*# Clause: (\S+)\s*$/gm, 'code', path));
scan(['tests'], /\.cs$/, findTests);

const kept = [...clauses.values()].filter((clause) => clause.code.length && clause.test.length);
if (mode === 'print') print();
if (mode === '--approve' && !problems.length) writeFileSync(lock, kept.map((clause) => `${clause.id}\n`).join(''));
if (mode === '--check') compare();
for (const problem of problems) console.error(`error: ${problem}`);
console.log(`${kept.length} of ${clauses.size} clauses enforced and tested`);
process.exitCode = problems.length ? 1 : 0;

function read(given) {
  const at = given.indexOf('--root');
  const folder = at < 0 ? resolve(import.meta.dirname, '..') : resolve(given.splice(at, 2)[1]);
  if (given.length > 1 || ![undefined, '--check', '--approve'].includes(given[0])) throw new Error(`unknown arguments: ${given.join(' ')}`);
  return [given[0] ?? 'print', folder];
}

function readTable() {
  const found = new Map();
  for (const line of readFileSync(table, 'utf8').split('\n').filter((one) => /^\| [A-Z]{3}-/.test(one))) {
    const [id, brand, kind, words] = line.split('|').slice(1, -1).map((cell) => cell.trim());
    if (!/^[A-Z]{3}-\d\d$/.test(id) || !brand || !/^[EN]$/.test(kind) || !words) problems.push(`docs/clauses.md: not a row of id, brand, kind and clause: ${line}`);
    else if (found.has(id)) problems.push(`docs/clauses.md: ${id} stands there twice`);
    else found.set(id, { id, brand, kind, words, rule: [], code: [], test: [] });
  }
  if (!found.size) problems.push('docs/clauses.md: no clauses');
  return found;
}

function scan(folders, names, find) {
  for (const path of folders.flatMap((folder) => filesIn(join(root, folder)))) if (names.test(path)) find(readFileSync(path, 'utf8'), path);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => !Skipped.has(entry.name)).sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function note(text, pattern, column, path) {
  for (const match of text.matchAll(pattern)) {
    const place = `${relative(root, path)}:${text.slice(0, match.index).split('\n').length}`;
    const clause = clauses.get(match[1]);
    if (clause) clause[column].push(place);
    else problems.push(`${place}: there is no clause ${match[1]} in docs/clauses.md`);
  }
}

function findRules(text, path) {
  if (!path.endsWith('.schema.json')) note(text, /"clause"\s*:\s*"([^"]*)"/g, 'rule', path);
}

/** An attribute, alone or among others, outside a comment. */
function findCode(text, path) {
  note(text.replace(/^\s*\/\/.*$/gm, (line) => ' '.repeat(line.length)), /[[,]\s*Clause\("([^"]*)"\)/g, 'code', path);
}

/** A trait counts where it stands on a test that runs, or on a class of tests. */
function findTests(text, path) {
  // What lies between the attributes of a method or a class and its name belongs to them.
  for (const block of text.matchAll(/(?:^[ \t]*\[.*\][ \t]*\r?\n)+[ \t]*(?!\[).*/gm)) {
    if (!/Trait\("Clause"/.test(block[0])) continue;
    const runs = /\[(?:[A-Za-z]*Fact|[A-Za-z]*Theory)\b/.test(block[0]) || /\bclass\b/.test(block[0].trimEnd().split('\n').at(-1));
    if (runs && !/\bSkip\s*=/.test(block[0])) note(pad(text, block), /\[Trait\("Clause", "([^"]*)"\)/g, 'test', path);
    else problems.push(`${relative(root, path)}: a clause on a test that does not run: ${block[0].trim().split('\n').at(-1).trim()}`);
  }
}

/** The text up to a block as empty lines, so that its places are those of the file. */
function pad(text, block) {
  return text.slice(0, block.index).replace(/[^\n]/g, '') + block[0];
}

function compare() {
  const approved = new Set(existsSync(lock) ? readFileSync(lock, 'utf8').split('\n').filter(Boolean) : []);
  for (const clause of clauses.values()) {
    const missing = ['code', 'test'].filter((column) => !clause[column].length);
    if (approved.has(clause.id) && missing.length) problems.push(`${clause.id} was enforced and tested and has no ${missing.join(' and no ')} any more: ${clause.words}`);
    if (!approved.has(clause.id) && !missing.length) problems.push(`${clause.id} is enforced and tested now: write it down with 'make approve'`);
  }
  for (const id of approved) if (!clauses.has(id)) problems.push(`docs/clauses.lock: there is no clause ${id}`);
}

function print() {
  const rows = [...clauses.values()].map((clause) => [clause.id, clause.kind, ...['rule', 'code', 'test'].map((column) => brief(clause[column]))]);
  const all = [['clause', 'kind', 'rule', 'code', 'test'], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
}

function brief(places) {
  return places.length > 1 ? `${places[0]} +${places.length - 1}` : places[0] ?? '-';
}
