import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

test('every picture is drawn by Image.astro, which knows where it comes from', () => {
  const files = globSync('{views,pages}/**/*.astro', { cwd: join(import.meta.dirname, '..') })
  const drawing = files.filter((file) => {
    const markup = readFileSync(join(import.meta.dirname, '..', file), 'utf8').replace(/^---.*?^---/ms, '')
    return /<img|<picture/.test(markup)
  })
  assert.deepEqual(drawing, ['views/Image.astro'])
})
