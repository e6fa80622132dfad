import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { Date: 'string', DateTime: 'string' };
const types = 'src/graphql.generated.ts';

/** What is generated stands beside what it is made from: `TicketRow.graphql` → `TicketRow.generated.ts`. */
const config: CodegenConfig = {
  schema: '../schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    [types]: {
      plugins: ['typescript-operations'],
      config: { generateOperationTypes: false, scalars },
    },
    'src/': {
      preset: 'near-operation-file',
      presetConfig: { extension: '.generated.ts', baseTypesPath: 'graphql.generated.ts' },
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        importSchemaTypesFrom: types,
        scalars,
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        // A component sees the fields of its own fragment alone, as Apollo Client's data masking has it.
        inlineFragmentTypes: 'mask',
        customDirectives: { apolloUnmask: true },
        useTypeImports: true,
      },
    },
  },
};

export default config;
