// Tells which clients are installed.
import {readFileSync} from 'node:fs'

const names = ['stripe', '@stripe/cli', '@sanity/client', '@sanity/webhook']
const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, version(name)]))))
