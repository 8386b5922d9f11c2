// `skypanel feed …`: feeds of a box, by its interface for programs.
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { apiOptions, openApi } from './api-client.ts'
import { type Command, Failure, type Terminal, UsageError } from './command.ts'
import { editJson, readJson, readOptions, textOptions } from './feed-input.ts'
import { feedSchema, findFeed, listFeeds } from './find-feed.ts'

const where = 'Speaks to a running box with an API key: make one under Settings, API keys.'
const testAnswerSchema = z.object({
  posts: z.array(
    z.object({
      uri: z.string().nullable(),
      isIn: z.boolean(),
      mayComeIn: z.boolean(),
      why: z.string().optional(),
      problem: z.string().optional(),
    }),
  ),
})

export const list: Command = {
  usage: '',
  help: where,
  options: apiOptions,
  async run(invocation) {
    const { terminal } = invocation
    const feeds = await listFeeds(openApi(invocation))
    const width = Math.max(0, ...feeds.map(({ slug }) => slug.length))
    for (const { id, slug, title, visibility, record } of feeds) {
      const state = record ? terminal.paint('green', 'published') : visibility
      terminal.say(`${String(id).padStart(5)}  ${slug.padEnd(width)}  ${title}  ${terminal.paint('dim', `(${state})`)}`)
    }
    if (feeds.length === 0) terminal.note('You have no feeds yet. `skypanel feed create` makes one.')
    terminal.json(feeds)
    return 0
  },
}

export const create: Command = {
  usage: '[file] [options]',
  help: 'From a file as `feed export` writes it (- for standard input), from options, or\nboth: options win. Say --title, and --hashtag, --keyword or --definition.',
  options: { ...textOptions, ...apiOptions },
  async run(invocation) {
    const [file, ...more] = invocation.words
    if (more.length > 0) throw new UsageError('Name one file at most.')
    const given = readOptions(invocation)
    if (file === undefined && Object.keys(given).length === 0)
      throw new UsageError('Say what to make: a file, or options.')
    const document = file === undefined ? given : { ...asObject(readJson(file)), ...given }
    const { body } = await openApi(invocation)('POST', '/api/feeds', { body: document })
    return tell(invocation.terminal, body, 'Made')
  },
}

export const edit: Command = {
  usage: '<feed> [options]',
  help: 'With options changes what they say. Without any opens the feed in EDITOR and\nputs what you leave in its place, unless it was changed elsewhere meanwhile.',
  options: { ...textOptions, ...apiOptions },
  async run(invocation) {
    const { words, environment, terminal } = invocation
    const change = readOptions(invocation)
    const api = openApi(invocation)
    const path = await findFeed(api, words)
    if (Object.keys(change).length > 0)
      return tell(terminal, (await api('PATCH', path, { body: change })).body, 'Changed')
    const { body, tag } = await api('GET', path)
    const edited = editJson((await api('GET', `${path}/export`)).body, environment)
    if (edited === undefined) {
      terminal.note('Nothing was changed.')
      terminal.json(body)
      return 0
    }
    return tell(terminal, (await api('PUT', path, { body: edited, tag })).body, 'Changed')
  },
}

export const remove: Command = {
  usage: '<feed> --yes',
  help: 'Its record on the network is deleted first. This cannot be taken back: export it\nbefore, if you may want it again.',
  options: { yes: { type: 'boolean', short: 'y', description: 'Really' }, ...apiOptions },
  async run(invocation) {
    const { words, values, terminal } = invocation
    if (values.yes !== true) throw new UsageError('Say --yes as well: a feed that is deleted is gone.')
    const api = openApi(invocation)
    const path = await findFeed(api, words)
    await api('DELETE', path)
    terminal.say('Deleted.')
    terminal.json({ deleted: Number(path.split('/').at(-1)) })
    return 0
  },
}

export const test: Command = {
  usage: '<file | feed> [options]',
  help: 'Tries a definition, from a file (- for standard input) or of a feed, on posts.\nEnds with 0 when every post is in it, with 1 when one is not.',
  options: {
    text: { type: 'string', multiple: true, value: 'text', description: 'A post that says this' },
    post: { type: 'string', multiple: true, value: 'at-uri', description: 'A post of the network' },
    ...apiOptions,
  },
  async run(invocation) {
    const { words, values, terminal } = invocation
    const [word = '', ...more] = words
    if (word === '' || more.length > 0) throw new UsageError('Name a file or a feed.')
    const texts = Array.isArray(values.text) ? values.text.map(String) : []
    const uris = Array.isArray(values.post) ? values.post.map(String) : []
    if (texts.length + uris.length === 0) throw new UsageError('Name posts: --text or --post.')
    const api = openApi(invocation)
    const document = /[./]|^-$/.test(word)
      ? readJson(word)
      : (await api('GET', `${await findFeed(api, [word])}/export`)).body
    const definition = asObject(document).definition ?? document
    const posts = [...texts.map(toRecord), ...uris.map((uri) => ({ uri }))]
    const answer = testAnswerSchema.parse((await api('POST', '/api/feeds/test', { body: { definition, posts } })).body)
    const names = [...texts, ...uris]
    answer.posts.forEach(({ isIn, mayComeIn, why, problem }, at) => {
      const verdict = problem ?? (isIn ? 'in' : mayComeIn ? 'not yet' : 'out')
      terminal.say(`${terminal.paint(isIn ? 'green' : 'yellow', verdict.padEnd(8))} ${names[at]}`)
      if (why) terminal.say(`         ${terminal.paint('dim', why)}`)
    })
    terminal.json(answer.posts)
    return answer.posts.every(({ isIn }) => isIn) ? 0 : 1
  },
}

export const publish: Command = {
  usage: '<feed>',
  help: 'The box acts with the session of the key’s owner: they must be signed in there\nin some browser. It publishes once the feed answers from outside.',
  options: apiOptions,
  async run(invocation) {
    const api = openApi(invocation)
    const { body } = await api('POST', `${await findFeed(api, invocation.words)}/publish`)
    return tell(invocation.terminal, body, 'Published')
  },
}

export const unpublish: Command = {
  usage: '<feed>',
  help: 'The feed and its page stay; its record on the network goes.',
  options: apiOptions,
  async run(invocation) {
    const api = openApi(invocation)
    const { body } = await api('POST', `${await findFeed(api, invocation.words)}/unpublish`)
    return tell(invocation.terminal, body, 'No longer published')
  },
}

export const exportFeed: Command = {
  usage: '<feed> [--out file]',
  help: 'One JSON document, which any SkyPanel imports. To standard output unless told.',
  options: { out: { type: 'string', short: 'o', value: 'file', description: 'Where to write it' }, ...apiOptions },
  async run(invocation) {
    const { words, values, terminal } = invocation
    const api = openApi(invocation)
    const { body } = await api('GET', `${await findFeed(api, words)}/export`)
    const text = JSON.stringify(body, null, 2)
    if (typeof values.out === 'string') {
      writeFileSync(values.out, `${text}\n`)
      terminal.note(`Written to ${values.out}.`)
    } else terminal.say(text)
    terminal.json(body)
    return 0
  },
}

export const importFeed: Command = {
  usage: '<file>',
  help: 'What `feed export` wrote, here or elsewhere, or a bare definition; - for\nstandard input. Makes a new feed, which is not published.',
  options: apiOptions,
  async run(invocation) {
    const [file, ...more] = invocation.words
    if (file === undefined || more.length > 0) throw new UsageError('Name one file.')
    const document = readJson(file)
    const { body } = await openApi(invocation)('POST', '/api/feeds/import', { body: document })
    return tell(invocation.terminal, body, 'Imported')
  },
}

function tell(terminal: Terminal, body: unknown, what: string): number {
  const { id, slug, title, address, record } = feedSchema.parse(body)
  terminal.say(`${what}: ${title} (${id}, ${slug})`)
  terminal.say(`  ${address}`)
  if (record) terminal.say(`  ${record.uri}`)
  terminal.json(body)
  return 0
}

/** Hashtags in the text count as those of a post do. */
function toRecord(text: string) {
  const tags = [...text.matchAll(/(?:^|\s)[#＃]([^\s#＃]{1,64})/g)].map(([, tag]) => tag)
  return { record: { text, tags: tags.slice(0, 8) } }
}

function asObject(document: unknown): Record<string, unknown> {
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return { ...document }
  throw new Failure('This file holds no feed.')
}
