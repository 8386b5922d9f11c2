import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fillFeedForm, readFeedForm } from './feed-form.ts'
import { makeSlug } from './make-slug.ts'

function read(fields: Record<string, unknown>) {
  return readFeedForm({ get: (name) => fields[name] ?? null })
}

function errorsOf(fields: Record<string, unknown>) {
  const form = read(fields)
  assert.ok('errors' in form)
  return form.errors
}

describe('the feed form', () => {
  it('takes hashtags, keywords or both, and shows the same again', () => {
    const forms = [
      {
        title: 'Night Trains',
        description: 'Sleepers',
        hashtags: '#NightTrain #Nachtzug',
        keywords: 'night train\nsleeper',
        withoutReplies: 'on',
      },
      { title: 'Tags', hashtags: '#one' },
      { title: 'Words', keywords: 'one\ntwo words' },
    ]
    for (const fields of forms) {
      const form = read(fields)
      assert.ok('draft' in form)
      assert.deepEqual(fillFeedForm(form.draft), form.values)
    }
  })

  it('makes a definition in which one hashtag or one keyword is enough', () => {
    const form = read({ title: ' Night  Trains ', hashtags: 'a, #b,,a', keywords: ' night train , sleeper\r\nsleeper' })
    assert.ok('draft' in form)
    assert.equal(form.draft.title, 'Night Trains')
    assert.deepEqual(form.draft.definition, {
      version: 1,
      sources: [{ type: 'network' }],
      filters: [
        {
          type: 'any',
          of: [
            { type: 'hashtags', tags: ['a', 'b'] },
            { type: 'keywords', words: ['night train', 'sleeper'] },
          ],
        },
      ],
    })
  })

  it('takes from a private list of whoever sends it, and from no other', () => {
    const list = '3laaaaaaaaaaa'
    const readWith = (fields: Record<string, string | undefined>) =>
      readFeedForm({ get: (name) => fields[name] ?? null }, [list])
    for (const fields of [{}, { hashtags: '#one' }, { keywords: 'one' }, { hashtags: '#one', keywords: 'two' }]) {
      const form = readWith({ title: 'Friends', people: list, ...fields })
      assert.ok('draft' in form)
      assert.deepEqual(form.draft.definition.sources, [{ type: 'privateList', list }])
      assert.deepEqual(fillFeedForm(form.draft), form.values)
    }
    for (const people of ['3lbbbbbbbbbbb', 'x', `${list}'`]) {
      const form = readWith({ title: 'Friends', people })
      assert.ok('errors' in form)
      assert.deepEqual(form.errors, { people: ['This private list is gone.'] })
    }
  })

  it('comes back with everything in it and a sentence beside each field', () => {
    const fields = {
      title: 'x'.repeat(25),
      description: 'd'.repeat(301),
      hashtags: '#123',
      keywords: `fine\n${'k'.repeat(101)}`,
    }
    const form = read(fields)
    assert.partialDeepStrictEqual(form.values, fields)
    assert.deepEqual(errorsOf(fields), {
      title: ['A title has at most 24 characters.'],
      description: ['A description has at most 300 characters.'],
      hashtags: ['“#123”: A hashtag needs more than digits and punctuation.'],
      keywords: [`“${'k'.repeat(40)}”: A keyword has at most 100 characters.`],
    })
    assert.deepEqual(errorsOf({}), {
      title: ['Give the feed a title.'],
      hashtags: ['The whole network is too much: name a hashtag, a keyword or another thing that few posts have.'],
    })
  })

  it('counts characters as people do, and bytes as the lexicon does', () => {
    assert.ok('draft' in read({ title: '👩‍🚀'.repeat(10), hashtags: 'a' }))
    assert.ok(errorsOf({ title: `e${'\u0301'.repeat(200)}`, hashtags: 'a' }).title)
  })

  it('comes to an end with hostile fields', () => {
    const huge = 'a b,'.repeat(1_000_000)
    assert.ok(errorsOf({ title: huge, description: huge, hashtags: huge, keywords: [1] }).title)
    errorsOf({ title: 'a', keywords: Array.from({ length: 50_000 }, (_, n) => n).join(',') })
  })
})

describe('makeSlug', () => {
  const random = new Uint8Array([0, 31, 32, 63, 255, 7])
  const table: Record<string, string> = {
    'Night Trains': 'night-a9a99h',
    'Tea & us': 'tea-us-a9a99h',
    'Été à Paris': 'ete-a-a9a99h',
    Photographically: 'photogra-a9a99h',
    夜行列車: 'feed-a9a99h',
    '../../etc': 'etc-a9a99h',
  }
  for (const [title, slug] of Object.entries(table)) {
    it(`makes ${slug} of ${title}`, () => {
      assert.equal(makeSlug(title, random), slug)
      assert.match(slug, /^[a-z0-9-]{1,15}$/)
    })
  }
})
