import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: {
    port: 3000,
    proxy: { '/graphql': 'http://127.0.0.1:8000' },
  },
  build: {
    // Monaco is one chunk of 2.8 MB; only the playground loads it.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: ['playground.html'],
      // GraphiQL's packages carry "use no memo" for the React compiler, which does not run here.
      checks: { moduleLevelDirective: false },
    },
  },
});
