import {defineConfig} from '@sanity/pkg-utils'

export default defineConfig({
  tsconfig: 'tsconfig.dist.json',
  extract: {rules: {'ae-missing-release-tag': 'error'}},
  strictOptions: {
    // What the Studio brings must be the Studio's own copy: see the README.
    noSanityUiPeerDependency: 'off',
  },
})
