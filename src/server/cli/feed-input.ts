// What a feed is made of, from files, options or an editor.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure, type Invocation, type Option, UsageError } from './command.ts'

export const textOptions: Record<string, Option> = {
  title: { type: 'string', value: 'text', description: 'At most 24 characters' },
  description: { type: 'string', value: 'text', description: 'At most 300 characters' },
  visibility: { type: 'string', value: 'who', description: 'private, secret or public' },
  definition: { type: 'string', value: 'file', description: 'A definition as JSON; - for standard input' },
  hashtag: { type: 'string', multiple: true, value: 'tag', description: 'Posts with it; several times for several' },
  keyword: {
    type: 'string',
    multiple: true,
    value: 'words',
    description: 'Posts that say it; several times for several',
  },
}

/** @param name of a file, `-` for standard input. @throws Failure when it cannot be read or is no JSON */
export function readJson(name: string): unknown {
  let text: string
  try {
    text = readFileSync(name === '-' ? 0 : name, 'utf8')
  } catch (cause) {
    throw new Failure(`${name} cannot be read.`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Failure(`${name} is no JSON: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}

/** What the options say of a feed; nothing for those that were not given. @throws UsageError */
export function readOptions({ values }: Pick<Invocation, 'values'>): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const name of ['title', 'description', 'visibility']) if (values[name] !== undefined) given[name] = values[name]
  const [tags, words] = [listOf(values.hashtag), listOf(values.keyword)]
  const isQuick = tags.length > 0 || words.length > 0
  if (isQuick && values.definition !== undefined) {
    throw new UsageError('Give either a definition, or hashtags and keywords.')
  }
  if (isQuick) given.definition = compose(tags, words)
  if (typeof values.definition === 'string') given.definition = readJson(values.definition)
  return given
}

/** One of the hashtags or one of the keywords. */
function compose(tags: string[], words: string[]): unknown {
  const hashtags = { type: 'hashtags', tags }
  if (words.length === 0) return { version: 1, sources: [hashtags], filters: [] }
  const keywords = { type: 'keywords', words }
  const filter = tags.length === 0 ? keywords : { type: 'any', of: [hashtags, keywords] }
  return { version: 1, sources: [{ type: 'network' }], filters: [filter] }
}

/** Opens `document` in the person's editor. @returns what they left, undefined when they changed nothing. */
export function editJson(document: unknown, environment: NodeJS.ProcessEnv): unknown {
  const editor = environment.VISUAL || environment.EDITOR
  if (!editor) throw new UsageError('Say what to change with options, or set EDITOR to edit the feed as a file.')
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-edit-'))
  const file = join(folder, 'feed.json')
  try {
    const before = `${JSON.stringify(document, null, 2)}\n`
    writeFileSync(file, before, { mode: 0o600 })
    const { status } = spawnSync('sh', ['-c', `${editor} "$0"`, file], { stdio: 'inherit' })
    if (status !== 0) throw new Failure('The editor did not end well, so nothing was changed.')
    return readFileSync(file, 'utf8') === before ? undefined : readJson(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function listOf(value: Invocation['values'][string]): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
