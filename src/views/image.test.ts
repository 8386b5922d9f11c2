import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

test('pictures of the network are drawn by draw-image.ts, those not posted yet by one view', () => {
  const files = globSync('{views,pages}/**/*.{astro,ts}', { cwd: join(import.meta.dirname, '..') })
  const drawing = files.filter((file) => {
    const code = readFileSync(join(import.meta.dirname, '..', file), 'utf8')
    const markup = code.replace(/^---.*?^---/ms, '').replace(/^\s*\/\/.*$/gm, '')
    return !file.endsWith('.test.ts') && /<img|<picture/.test(markup)
  })
  assert.deepEqual(drawing.sort(), ['views/UploadImage.astro', 'views/draw/draw-image.ts'])
})
