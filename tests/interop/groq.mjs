// Checks that the rows of groq-table.json and delta-table.json say what the official JavaScript evaluator (groq-js) says.
import {readFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'
import {evaluate, parse} from 'groq-js'

const table = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url)))
const plain = (value) => JSON.parse(JSON.stringify(value ?? null))
const differences = []
const compare = (row, actual) => isDeepStrictEqual(actual, row.result) || differences.push({...row, actual})

const {documents, rows} = table('groq-table.json')
for (const row of rows) {
  const params = row.params ?? {}
  const options = {dataset: documents, params, timestamp: new Date('2026-11-23T12:00:00.000Z'), sanity: {projectId: 'standin1', dataset: 'production'}}
  compare(row, plain(await (await evaluate(parse(row.query, {params}), options)).get()))
}

const delta = table('delta-table.json')
for (const row of delta.rows) {
  const [before, after] = delta.cases[row.case]
  compare(row, plain(await (await evaluate(parse(row.query, {mode: 'delta'}), {root: after ?? before, dataset: [], before, after})).get()))
}

console.log(JSON.stringify({rows: rows.length + delta.rows.length, differences}))
