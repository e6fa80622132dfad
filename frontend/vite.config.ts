/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compression } from 'vite-plugin-compression2';

// The page, and with `--mode playground` the playground: each is built by itself, because one does not
// need what the other is made of.
export default defineConfig(({ mode }) => ({
  plugins: [
    react(),
    stylesFirst(),
    mode !== 'playground' && pagesOfTheirOwn(),
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
  // A busy machine takes its time, and the page itself may wait a second before it asks again.
  test: { expect: { poll: { timeout: 15_000 } } },
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

/** What `src/app/Pages.tsx` loads for an address, and the HTML that the server answers it with. */
const PARTS = {
  'form.html': 'src/ticket/TicketFormPage.tsx',
  'ticket.html': 'src/ticket/TicketPage.tsx',
  'stats.html': 'src/stats/StatsPage.tsx',
};

/** A page's HTML sends for the page's part, which otherwise would be known of when the program runs. */
function pagesOfTheirOwn(): Plugin {
  return {
    name: 'pages-of-their-own',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const index = bundle['index.html'];
        if (index?.type !== 'asset') throw new Error('There is no index.html.');
        const html = String(index.source);
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        for (const [fileName, module] of Object.entries(PARTS)) {
          const part = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
          if (!part) throw new Error(`There is no chunk of ${module}.`);
          const wanted = chunks.filter((it) =>
            [part.fileName, ...part.imports].includes(it.fileName),
          );
          const isNews = (file: string) => !html.includes(file);
          const styles = wanted.flatMap((it) => [...(it.viteMetadata?.importedCss ?? [])]);
          const links = [
            ...wanted
              .map(({ fileName }) => fileName)
              .filter(isNews)
              .map((file) => `rel="modulepreload" href="/${file}"`),
            ...styles.filter(isNews).map((file) => `rel="preload" as="style" href="/${file}"`),
          ].map((link) => `<link ${link} fetchpriority="low" crossorigin nonce="NONCE">`);
          const source = html.replace('</head>', `${links.join('')}</head>`);
          this.emitFile({ type: 'asset', fileName, source });
        }
      },
    },
  };
}
