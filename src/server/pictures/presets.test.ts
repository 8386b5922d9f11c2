import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PicturePreset } from '#types/picture-preset.ts'
import { chooseFormat, isPreset } from './presets.ts'

const chromium = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8'
const cases: [PicturePreset, string | undefined, string][] = [
  ['thumb', chromium, 'avif'],
  ['avatar', chromium, 'webp'],
  ['full', chromium, 'webp'],
  ['thumb', 'image/webp,*/*', 'webp'],
  ['thumb', 'image/avif;q=0, image/webp', 'webp'],
  ['thumb', 'image/avif; q=0.0', 'jpeg'],
  ['thumb', 'image/avif;q=0.5', 'avif'],
  ['thumb', '*/*', 'jpeg'],
  ['thumb', '', 'jpeg'],
  ['thumb', undefined, 'jpeg'],
  ['avatar', 'text/html', 'jpeg'],
]
for (const [preset, accept, format] of cases) {
  test(`${preset} for ${accept} is ${format}`, () => assert.equal(chooseFormat(preset, accept), format))
}

test('only presets are presets', () => {
  assert.ok(isPreset('avatar-large'))
  for (const name of ['', 'huge', 'constructor', '__proto__']) assert.ok(!isPreset(name), name)
})
