import {stringToPath} from 'sanity'
import {expect, test} from 'vitest'
import {rootField, studioPath} from '../../src/pane/studioPath'

test.each([
  ['name', 'name', ['name']],
  ['seo.title', 'seo.title', ['seo', 'title']],
  ['title[en].value', 'title[_key=="en"].value', ['title', {_key: 'en'}, 'value']],
  ['prices[a1b2].unit_amount', 'prices[_key=="a1b2"].unit_amount', ['prices', {_key: 'a1b2'}, 'unit_amount']],
  ['title[language=en].value', 'title', ['title']],
  ['tags[key=material].value', 'tags', ['tags']],
])('%s is found in the form at %s', (path, expected, segments) => {
  expect(studioPath(path)).toBe(expected)
  expect(stringToPath(studioPath(path))).toEqual(segments)
})

test('the field of the document is the first part', () => {
  expect(['name', 'seo.title', 'title[en].value'].map(rootField)).toEqual(['name', 'seo', 'title'])
})
