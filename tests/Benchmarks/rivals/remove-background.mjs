// imgly's background removal with its defaults (the medium model, PNG). Argument: folder (input.jpg).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serve } from './rounds.mjs';

const require = createRequire(import.meta.url);
// It logs on standard output, which is ours.
console.debug = console.info = () => {};
const { removeBackground } = require('@imgly/background-removal-node');
const { version } = JSON.parse(readFileSync(new URL('node_modules/@imgly/background-removal-node/package.json', import.meta.url)));
const input = new Blob([readFileSync(join(process.argv[2], 'input.jpg'))], { type: 'image/jpeg' });

await serve(`@imgly/background-removal-node ${version}`, () => removeBackground(input, { model: 'medium' }).then(result => result.arrayBuffer()));
