import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';

export default defineConfig({
  plugins: [
    react(),
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
    // Monaco is one chunk of 2.8 MB; only the playground loads it.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: ['index.html', 'playground.html'],
      output: {
        // What the first screen needs in few files: each of many small ones waits for its turn on a slow line.
        codeSplitting: {
          groups: [
            {
              name: 'initial',
              tags: ['$initial'],
              entriesAware: true,
              entriesAwareMergeThreshold: 100_000,
            },
            { name: 'shared', test: /^(?!.*(monaco|graphiql|playground|codemirror))/, minShareCount: 2 },
          ],
        },
      },
      // GraphiQL's packages carry "use no memo" for the React compiler, which does not run here.
      checks: { moduleLevelDirective: false },
    },
  },
});
