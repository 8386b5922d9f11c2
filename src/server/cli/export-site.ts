// `skypanel feed export-site`: a feed as a folder of plain files.
import { readConfig } from '../config.ts'
import { exportSite, type SiteOrder } from '../export/export-site.ts'
import { BoxError } from '../export/fetch-from-box.ts'
import { NotOurs } from '../export/swap-folder.ts'
import { type Command, Failure, type Invocation, UsageError } from './command.ts'

export const site: Command = {
  usage: '<feed> --out <folder>',
  help: 'Pages, RSS, Atom, JSON Feed and pictures, as strangers see them, from a running\nbox. <feed> is its name in addresses, or the whole address: that of a secret\nlink for a feed that is not public. The folder is replaced as a whole, and only\nif it was made by this command.',
  options: {
    out: { type: 'string', value: 'folder', description: 'Where to' },
    pages: { type: 'string', value: 'number', description: 'Pages of thirty posts at most: 10 unless told' },
    site: { type: 'string', value: 'address', description: 'Where the folder will be found, for RSS' },
    url: { type: 'string', value: 'address', description: 'The box; else SKYPANEL_URL, else as configured here' },
  },
  async run(invocation) {
    const { terminal, values } = invocation
    const progress = (done: number, total: number) => terminal.progress('pictures', done, total)
    const order = { ...readOrder(invocation), progress }
    const made = await exportSite(order).catch((error) => {
      if (error instanceof BoxError || error instanceof NotOurs) throw new Failure(error.message, { cause: error })
      throw error
    })
    terminal.say(
      `${values.out}: ${made.posts} posts on ${made.pages} ${made.pages === 1 ? 'page' : 'pages'}, ${made.pictures} pictures.`,
    )
    if (made.missing > 0) terminal.note(`${made.missing} pictures could not be had: their words stand for them.`)
    terminal.json({ folder: order.folder, ...made })
    return 0
  },
}

function readOrder({ words: [word = '', ...more], values, environment }: Invocation): Omit<SiteOrder, 'progress'> {
  if (word === '' || more.length > 0) throw new UsageError('Name one feed: its name in addresses, or its address.')
  if (typeof values.out !== 'string' || values.out === '') throw new UsageError('Say where to: --out <folder>.')
  const address = /^https?:\/\//.test(word) && URL.canParse(word) ? new URL(word) : undefined
  const slug = address ? /^\/f\/([^/]+)\/?$/.exec(address.pathname)?.[1] : word
  if (!slug || !/^[a-z0-9-]{1,15}$/.test(slug))
    throw new UsageError(`“${word}” is no feed: its address has /f/ and its name in it.`)
  const pages = Number(values.pages ?? 10)
  if (!Number.isInteger(pages) || pages < 1 || pages > 1000) throw new UsageError('--pages is a number from 1 to 1000.')
  const base =
    readAddress(address?.origin ?? values.url ?? environment.SKYPANEL_URL) ?? readConfig(environment).publicUrl
  const found = readAddress(values.site)?.href ?? ''
  const key = address?.searchParams.get('key') ?? undefined
  return { base, slug, key, folder: values.out, pages, site: found && !found.endsWith('/') ? `${found}/` : found }
}

function readAddress(given: Invocation['values'][string]): URL | undefined {
  if (given === undefined) return undefined
  if (typeof given === 'string' && /^https?:\/\//.test(given) && URL.canParse(given)) return new URL(given)
  throw new UsageError('An address begins with https:// or http://.')
}
