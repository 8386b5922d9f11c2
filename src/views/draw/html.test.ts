// What is put into a piece of HTML is text, whatever it holds.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { attribute, classes, Html, html } from './html.ts'

const folder = import.meta.dirname
const hostile = `"><script>alert('&')</script>`
const harmless = '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;'

test('a value is escaped wherever it stands, a piece is not escaped again', () => {
  assert.equal(`${html`<p title="${hostile}">${hostile}</p>`}`, `<p title="${harmless}">${harmless}</p>`)
  assert.equal(`${html`<p>${html`<b>${'<'}</b>`}</p>`}`, '<p><b>&lt;</b></p>')
  assert.equal(`${html`${[hostile, [html`<i>x</i>`, undefined]]}`}`, `${harmless}<i>x</i>`)
  assert.equal(
    `${html`<p${attribute('lang', hostile)}${classes('a', false, hostile)}>`}`,
    `<p lang="${harmless}" class="a ${harmless}">`,
  )
})

test('nothing is nothing, and zero and an empty text are something', () => {
  assert.equal(`${html`<p>${undefined}${null}${false}${0}</p>`}`, '<p>0</p>')
  assert.equal(`${html`<p${attribute('alt', '')}${attribute('id', undefined)}>`}`, '<p alt="">')
  assert.equal(classes('', false, undefined), undefined)
})

test('what only looks like a piece is none', () => {
  const forged = { toString: () => '<script>', '#text': '<script>' } as unknown as Html
  assert.equal(`${html`<p>${forged}</p>`}`, '<p></p>')
  const built = Object.create(Html.prototype) as Html
  assert.throws(() => `${html`<p>${built}</p>`}`, TypeError)
  assert.throws(() => new Html(Symbol('html') as never, '<script>'), TypeError)
})

const sources = globSync('*.ts', { cwd: folder })
  .filter((file) => !file.endsWith('.test.ts') && file !== 'html.ts')
  .map((file) => ({ file, code: readFileSync(join(folder, file), 'utf8') }))

test('every value stands in text or between quotes', () => {
  assert.ok(sources.length > 10)
  for (const { file, code } of sources) {
    // A value that is a name, or stands in an attribute without quotes, or within a comment, a script or a style.
    assert.doesNotMatch(code, /\s[\w-]+=\$\{|<\$\{|='[^'\n]*\$\{[^`]*'>|<!--|<script|<style|\bon\w+="/, file)
    assert.doesNotMatch(code, /\bslotted\(|new Html/, file)
    if (file !== 'draw-icon.ts') assert.doesNotMatch(code, /\bdrawing\(/, file)
  }
})

test('only what Astro has rendered goes into a page as it is, beside pieces', () => {
  const views = join(folder, '..')
  const raw = globSync('**/*.astro', { cwd: views }).filter((file) => {
    const code = readFileSync(join(views, file), 'utf8')
    return [...code.matchAll(/set:html=(\{[^\n]*?\})(?= ?\/?>)/g)].some(
      ([, value]) => !/^\{`\$\{draw\w+\(.*\)\}`\}$/.test(value ?? ''),
    )
  })
  // Documents are this project's own, rendered when it is built.
  assert.deepEqual(raw.sort(), ['EmbedFrame.astro', 'PageMeta.astro', 'Sprite.astro', 'docs/DocumentPage.astro'])
  const slots = globSync('**/*.astro', { cwd: views }).filter((file) =>
    /slotted\(/.test(readFileSync(join(views, file), 'utf8')),
  )
  assert.deepEqual(slots.sort(), ['Image.astro', 'Veil.astro'])
})
