import {defineConfig} from 'vitest/config'

export default defineConfig({
  esbuild: {jsx: 'automatic'},
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // The bundle test runs the real build.
    testTimeout: 180_000,
    // The Studio's own files import stylesheets, which plain node does not read.
    server: {deps: {inline: [/@sanity/, /^sanity/]}},
  },
})
