import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {transform} from 'esbuild'
import {afterAll, beforeAll, expect, test} from 'vitest'

// The package as it would be published: built, packed, and unpacked again.
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tandem-studio-'))
let files: Map<string, string>
let code: string

beforeAll(() => {
  run('npm', ['run', 'build'])
  const [{filename}] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])) as [{filename: string}]
  run('tar', ['-xzf', join(folder, filename), '-C', folder])
  const names = run('tar', ['-tzf', join(folder, filename)])
    .trim()
    .split('\n')
  files = new Map(names.map((name) => [name.replace(/^package\//, ''), readFileSync(join(folder, name), 'utf8')]))
  code = files.get('dist/index.js') ?? ''
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function run(command: string, args: string[]): string {
  return execFileSync(command, args, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']})
}

test('the package holds the bundle, its types, the licence and the README, and nothing else', () => {
  expect([...files.keys()].sort()).toEqual(['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'dist/index.js.map', 'package.json'])
})

test('the bundle is smaller than 60 kB without what the Studio brings', async () => {
  const {code: minified} = await transform(code, {minify: true, format: 'esm', target: 'es2022'})
  const size = Buffer.byteLength(minified)
  console.log(`sanity-plugin-tandem-stripe: ${(size / 1000).toFixed(1)} kB minified, without peers`)
  expect(size).toBeGreaterThan(10_000)
  expect(size).toBeLessThan(60_000)
})

test('it brings nothing along: everything imported is a peer', () => {
  const imported = [...code.matchAll(/(?:from|import)\s*["']([^"']+)["']/g)].map(([, name = '']) => name)
  const {dependencies, peerDependencies} = JSON.parse(files.get('package.json') ?? '{}') as {dependencies?: object; peerDependencies: Record<string, string>}
  expect(dependencies).toBeUndefined()
  expect(imported.length).toBeGreaterThan(3)
  const packages = imported.map((name) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
  )
  expect(packages.filter((name) => !(name in peerDependencies))).toEqual([])
})

test.each([
  ['a secret key of Stripe', /\b[sr]k_(?:test|live|)/],
  ['a webhook secret', /whsec_/],
  ['a token of Sanity', /\bsk[A-Za-z0-9]{40,}/],
])('no file of the package holds %s', (_name, pattern) => {
  for (const [name, text] of files) expect(pattern.exec(text), name).toBeNull()
})

// The editor's own client of the Studio is the only way out: `client.fetch` and `client.listen` go to the dataset.
test.each([
  ['fetch', /(?<![.\w])fetch\s*\(/],
  ['fetch of the window', /\b(?:window|globalThis|self)\s*(?:\.|\[["'])fetch/],
  ['XMLHttpRequest', /XMLHttpRequest/],
  ['WebSocket', /\bWebSocket\b/],
  ['EventSource', /\bEventSource\b/],
  ['sendBeacon', /sendBeacon/],
  ['a script or a module from elsewhere', /importScripts|createElement\(["']script|import\s*\(/],
  ['the address of a server of the sync service', /TANDEM_URLS|\/api\/(?:stripe|sanity)\/webhook|localhost|127\.0\.0\.1/],
  ["the editor's token", /\.token\b|withCredentials|Authorization/],
])('the bundle does not use %s', (_name, pattern) => {
  expect(pattern.exec(code)?.[0]).toBeUndefined()
})

test('the only address in it is that of the Stripe Dashboard, which the editor opens', () => {
  const hosts = new Set([...code.matchAll(/\b(?:https?|wss?):\/\/([^/"'`\s$]+)/g)].map(([, host]) => host))
  // The other is the name of SVG, not an address.
  expect([...hosts].sort()).toEqual(['dashboard.stripe.com', 'www.w3.org'])
})
