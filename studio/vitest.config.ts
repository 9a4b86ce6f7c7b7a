import {defineConfig} from 'vitest/config'

export default defineConfig({
  esbuild: {jsx: 'automatic'},
  test: {
    setupFiles: ['test/browserGaps.ts'],
    include: ['test/**/*.test.{ts,tsx}'],
    // The bundle test runs the real build.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // The Studio's own files import stylesheets, which plain node does not read.
    server: {deps: {inline: [/@sanity/, /^sanity/]}},
  },
})
