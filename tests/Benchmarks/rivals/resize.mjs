// sharp with its defaults on one thread. Arguments: folder (input.jpg, original.png), width, quality.
// Writes result.jpg and reference.png (from the lossless original, without decoding shortcuts).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { serve } from './rounds.mjs';

const [folder, width, quality] = process.argv.slice(2);
sharp.concurrency(1);
sharp.cache(false);
const input = readFileSync(join(folder, 'input.jpg'));
const work = () => sharp(input).resize(Number(width)).jpeg({ quality: Number(quality) }).toBuffer();

await sharp(join(folder, 'original.png')).resize(Number(width), null, { kernel: 'lanczos3', fastShrinkOnLoad: false }).png().toFile(join(folder, 'reference.png'));
writeFileSync(join(folder, 'result.jpg'), await work());
await serve(`sharp ${sharp.versions.sharp}`, work);
