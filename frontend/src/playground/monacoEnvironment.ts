import type { Environment, ITrustedTypePolicy, ITrustedTypePolicyOptions } from 'monaco-editor';
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
  createTrustedTypesPolicy(name, options = {}) {
    const { createHTML } = options;
    if (!createHTML) return createPolicy(name, options);
    return createPolicy(name, { ...options, createHTML: (html) => carryStyles(createHTML(html)) });
  },
};

/** A browser that knows no trusted types takes the texts themselves. */
function createPolicy(name: string, options: ITrustedTypePolicyOptions): ITrustedTypePolicy {
  return window.trustedTypes?.createPolicy(name, options) ?? { name, ...options };
}

setCarriedStyles();
window.MonacoEnvironment = environment;
