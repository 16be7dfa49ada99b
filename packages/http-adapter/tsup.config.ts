import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'node/index': 'src/node/index.ts',
    'fetch/index': 'src/fetch/index.ts',
    'metrics/index': 'src/instruments/metrics.ts',
    'tracing/index': 'src/instruments/tracing.ts',
    'cli/main': 'src/cli/main.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20',
  dts: true,
  splitting: true,
  sourcemap: true,
  clean: true,
});
