// What a browser must load for a page of ours, in gzip: HTML, styles, scripts that load with the page, and those that
// only a press of a button brings. Beside the scripts of other clients, measured once (kB gzip, November 2026).
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from '../deploy/build.ts'
import { networkVariable, type SeededNetwork, startSeededNetwork } from '../tests/network.ts'
import { startBox } from './start-box.ts'

const others = { 'social-app': 2437, Ouranos: 1150, Klearsky: 741 }
const client = join(import.meta.dirname, '..', 'dist', 'client')

await build(() => {})
const shared = process.env[networkVariable]
const own = shared ? undefined : await startSeededNetwork()
const network: SeededNetwork = own?.seeded ?? JSON.parse(shared ?? '')
const box = await startBox(network)
try {
  const [reader] = network.accounts
  const body = new URLSearchParams({ handle: reader?.handle ?? '', password: reader?.password ?? '' })
  const headers = { origin: box.url }
  const signedIn = await fetch(`${box.url}/auth/password`, { method: 'POST', redirect: 'manual', headers, body })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
  const styles = weighFiles(globSync('_astro/*.css', { cwd: client }))
  let heaviest = 0
  for (const [name, path] of [
    ['home', '/'],
    ['a profile', '/profile/ines.test'],
    ['a thread', `/profile/${did}/post/${rkey}`],
    ['notifications', '/notifications'],
    ['search', '/search?q=train'],
    ['the composer', '/compose'],
  ] as const) {
    const html = await (await fetch(box.url + path, { headers: { cookie } })).text()
    const posts = html.match(/<article/g)?.length ?? 0
    const scripts = weighFiles(scriptsOf(html))
    heaviest = Math.max(heaviest, scripts)
    console.log(`${name}: HTML ${kB(weigh(html))} with ${posts} posts, styles ${kB(styles)}, scripts ${kB(scripts)}`)
  }
  console.log(`on demand: ${kB(weighFiles(globSync('_astro/on-demand/*.js', { cwd: client })))} of scripts in all`)
  for (const [name, size] of Object.entries(others)) {
    console.log(
      `scripts of ${name}: ${size} kB, ${Math.round((size * 1000) / heaviest)} times the most that a page of ours loads`,
    )
  }
} finally {
  await box.close()
  await own?.close()
}
process.exit()

function weigh(text: string | Buffer): number {
  return gzipSync(text, { level: 9 }).length
}

/** Bytes of files of the build, each compressed by itself. */
function weighFiles(files: Iterable<string>): number {
  return [...files].map((file) => weigh(readFileSync(join(client, file)))).reduce((sum, size) => sum + size, 0)
}

/** The scripts a page loads, and what those import in turn. */
function scriptsOf(html: string): Set<string> {
  const found = new Set(Array.from(html.matchAll(/<script[^>]+src="([^"]+)"/g), ([, src = '']) => src))
  for (const file of found) {
    const code = readFileSync(join(client, file), 'utf8')
    for (const [, name = ''] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) found.add(`/_astro/${name}`)
  }
  return found
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
