import type { Environment } from 'monaco-editor';
import { carryStyles, setCarriedStyles } from './monacoStyles';
import EditorWorker from './workers/editor.worker?worker';
import GraphqlWorker from './workers/graphql.worker?worker';
import JsonWorker from './workers/json.worker?worker';

// Monaco looks this global up when it is loaded and when it starts a worker. GraphiQL ships the same set-up as
// `graphiql/setup-workers/vite`, but Vite's dependency pre-bundling cannot resolve the `?worker`
// imports of a package, only those of our own files.
const environment: Environment = {
  getWorker(_moduleId, label) {
    switch (label) {
      case 'graphql':
        return new GraphqlWorker();
      case 'json':
        return new JsonWorker();
      default:
        return new EditorWorker();
    }
  },
  // All the HTML that Monaco writes goes through such a policy first.
  createTrustedTypesPolicy(name, options) {
    const { createHTML } = options ?? {};
    return {
      ...options,
      name,
      createHTML: createHTML && ((html) => carryStyles(createHTML(html))),
    };
  },
};

setCarriedStyles();
window.MonacoEnvironment = environment;
