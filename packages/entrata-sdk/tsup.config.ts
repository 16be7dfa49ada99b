import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'testing/index': 'src/testing/index.ts',
    'probe/index': 'src/probe/index.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  // p-retry and entities are ESM only; bundling them (code and types) keeps `require('entrata-sdk')` working everywhere.
  noExternal: ['p-retry', 'is-network-error', 'entities'],
  // Internals stay out of the types: what made a client is nobody's business.
  dts: { resolve: ['p-retry'], compilerOptions: { stripInternal: true } },
  splitting: true,
  sourcemap: true,
  clean: true,
});
