import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Document } from '#types/document.ts'
import { groupDocuments, listDecisions } from './group-documents.ts'
import { shapeDocument } from './shape-document.ts'

const slugs = new Set(['', 'decisions', 'backup', 'benchmarks', 'decisions/001-one'])
const shape = (html: string, path = 'docs/backup.md') => shapeDocument(path, html, slugs)

describe('a document', () => {
  it('has its title, first sentence, headings and parts', () => {
    const made = shape(
      '<h1 id="a">Backup &amp; restore</h1><p>One <code>file</code>. More.</p><h2 id="b">Back</h2><p>Stop it.</p><h3 id="c">Then</h3>',
    )
    assert.equal(made.slug, 'backup')
    assert.equal(made.title, 'Backup & restore')
    assert.equal(made.summary, 'One file.')
    assert.deepEqual(
      made.headings.map(({ id, depth }) => [id, depth]),
      [
        ['b', 2],
        ['c', 3],
      ],
    )
    assert.deepEqual(made.parts, [
      { id: '', heading: 'Backup & restore', text: 'One file. More.' },
      { id: 'b', heading: 'Back', text: 'Stop it.' },
      { id: 'c', heading: 'Then', text: '' },
    ])
    assert.match(made.html, /<h2 id="b"><a href="#b">Back<\/a><\/h2>/)
    assert.doesNotMatch(made.html, /<h1/)
  })

  const links: [string, string, string][] = [
    ['docs/backup.md', 'backup.md#back', '<a href="/docs/backup#back">x</a>'],
    ['docs/backup.md', 'decisions/001-one.md', '<a href="/docs/decisions/001-one">x</a>'],
    ['docs/decisions/001-one.md', '../backup.md', '<a href="/docs/backup">x</a>'],
    ['CHANGELOG.md', 'docs/backup.md', '<a href="/docs/backup">x</a>'],
    ['CHANGELOG.md', 'docs/decisions', '<a href="/docs/decisions">x</a>'],
    ['docs/backup.md', '../bench/README.md', '<a href="/docs/benchmarks">x</a>'],
    ['docs/backup.md', '../README.md', '<a href="/docs">x</a>'],
    ['docs/backup.md', '#here', '<a href="#here">x</a>'],
    ['docs/backup.md', 'https://example.org/a.md', '<a href="https://example.org/a.md">x</a>'],
    ['docs/backup.md', '../deploy/proxy/Caddyfile', 'x'],
    ['docs/backup.md', 'not-written.md', 'x'],
  ]
  for (const [path, href, expected] of links) {
    it(`in ${path} links ${href} as ${expected}`, () => {
      assert.equal(shape(`<a href="${href}">x</a>`, path).html, expected)
    })
  }

  it('has no anchor that begins with a digit', () => {
    const { html } = shape('<h2 id="010-unreleased">0.1.0</h2><a href="#010-unreleased">x</a>')
    assert.equal(
      html,
      '<h2 id="s-010-unreleased"><a href="#s-010-unreleased">0.1.0</a></h2><a href="#s-010-unreleased">x</a>',
    )
  })

  it('has tables that can be scrolled and bring no style', () => {
    const { html } = shape('<table><tr><th></th><th style="text-align: right">n</th></tr></table>')
    assert.match(html, /<section class="scroll" aria-label="Table 1" tabindex="0"><table>/)
    assert.match(html, /<td><\/td><th scope="col" class="end">n<\/th>/)
    assert.doesNotMatch(html, /style=/)
  })
})

describe('the list of documents', () => {
  const make = (slug: string) => ({ ...shape('<h1 id="t">T</h1>'), slug }) as Document

  it('has every document once, those without a group at the end', () => {
    const documents = ['backup', 'something-new', 'quick-start', 'decisions/001-one'].map(make)
    const groups = groupDocuments(documents).map(({ title, documents: those }) => [
      title,
      those.map(({ slug }) => slug),
    ])
    assert.deepEqual(groups, [
      ['Begin', ['quick-start']],
      ['Look after it', ['backup']],
      ['More', ['something-new']],
    ])
    assert.deepEqual(
      listDecisions(documents).map(({ slug }) => slug),
      ['decisions/001-one'],
    )
  })
})
