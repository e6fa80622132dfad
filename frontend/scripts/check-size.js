// What a first visitor loads before the list is there must stay small: the files that index.html names.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS_KIB = { js: 260, css: 20 };

const html = readFileSync('dist/index.html', 'utf8');
let exceeded = false;
for (const [type, limit] of Object.entries(LIMITS_KIB)) {
  const files = new Set(html.match(new RegExp(`(?<=")/assets/[^"]+\\.${type}(?=")`, 'g')));
  if (files.size === 0) throw new Error(`index.html names no ${type} file.`);
  const bytes = [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(`dist${file}`)).length,
    0,
  );
  const size = (bytes / 1024).toFixed(1);
  console.log(`first screen: ${size} of ${limit} KiB ${type}, gzip`);
  exceeded ||= bytes > limit * 1024;
}
if (exceeded) {
  console.error('The first screen has become too large: load on demand what it does not need.');
  process.exit(1);
}
