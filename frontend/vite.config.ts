import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compression } from 'vite-plugin-compression2';

// The page, and with `--mode playground` the playground: each is built by itself, because one does not
// need what the other is made of.
export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    stylesFirst(),
    // The server sends these as they are; a text shorter than a packet gains nothing.
    compression({
      algorithms: ['gzip', 'brotliCompress'],
      include: /\.(js|css|svg)$/,
      threshold: 1024,
    }),
  ],
  // The server puts a new word in its place for every answer; see `src/http/assets.rs`.
  html: { cspNonce: 'NONCE' },
  server: {
    port: 3000,
    proxy: { '/graphql': { target: 'http://127.0.0.1:8000', ws: true } },
  },
  build: {
    // These know `light-dark()`; what stands in for it elsewhere does not see the scheme that Mantine sets.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // What the first screen loads is weighed by `scripts/check-size.js`; Monaco is one chunk of 2.8 MB.
    chunkSizeWarningLimit: 3000,
    ...(mode === 'playground' ? playground : page),
  },
}));

const page = {
  rolldownOptions: {
    input: 'index.html',
    output: {
      // What the first screen needs is in one file, and what later screens share in another: on a slow line,
      // many small files wait for each other.
      codeSplitting: {
        groups: [
          { name: 'initial', tags: ['$initial' as const] },
          { name: 'shared', minShareCount: 2 },
        ],
      },
    },
  },
};

const playground = {
  emptyOutDir: false,
  rolldownOptions: {
    input: 'playground.html',
    // GraphiQL's packages carry "use no memo" for the React compiler, which does not run here.
    checks: { moduleLevelDirective: false },
  },
};

/** What `index.html` shows by itself needs the style sheets alone: they shall not wait for the program. */
function stylesFirst(): Plugin {
  return {
    name: 'styles-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replaceAll(
          /<script type="module"|<link rel="modulepreload"/g,
          '$& fetchpriority="low"',
        ),
    },
  };
}
