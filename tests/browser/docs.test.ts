// The documents as they are served: every link and anchor, every page valid, templates in a browser, the search.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkColours, checkPage, validateHtml } from './check-page.ts'

const root = join(import.meta.dirname, '..', '..')
const built = join(root, 'dist', 'client')
const network = await useNetwork()
const openPage = useBrowser()
let server: TestServer
before(async () => {
  server = await startServer(network)
})
after(() => server?.close())

/** Every page of /docs by its address. */
const pages = new Map(
  globSync('docs/**/index.html', { cwd: built }).map((file) => [
    `/${file.slice(0, -'/index.html'.length)}`,
    readFileSync(join(built, file), 'utf8'),
  ]),
)
const listed = (path: string) =>
  [...(pages.get(path) ?? '').matchAll(/href="(\/docs\/[^"#]+)"/g)].map(([, href]) => href)

describe('the documents', () => {
  it('are all there, and each is on a list', () => {
    const reachable = new Set([...listed('/docs'), ...listed('/docs/decisions')])
    for (const file of globSync('docs/**/*.md', { cwd: root })) {
      const address = `/${file.slice(0, -'.md'.length)}`
      assert.ok(pages.has(address), `${file} is served`)
      assert.ok(reachable.has(address), `${file} is on a list`)
    }
  })

  it('link to nothing that is not there', () => {
    for (const [address, html] of pages) {
      for (const [, path, id] of html.matchAll(/href="(\/docs[^"#]*|)(?:#([^"]+))?"/g)) {
        const target = pages.get(path || address)
        assert.ok(target, `${address} links to ${path}`)
        if (id && id !== 'main') assert.ok(target.includes(`id="${id}"`), `${address} links to ${path}#${id}`)
      }
    }
  })

  it('name files of this repository that exist', () => {
    for (const file of globSync(['{docs,bench}/**/*.md', '*.md'], { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8').replace(/^```.*?^```|`[^`\n]*`/gms, '')
      for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^[a-z]+:/.test(target)) continue
        assert.ok(existsSync(join(root, file, '..', target)), `${file} links to ${target}`)
      }
    }
  })

  it('are valid, with nothing inline that the policy forbids', async () => {
    for (const [address, html] of pages) {
      assert.deepEqual(await validateHtml(html), [], address)
      assert.doesNotMatch(html, / style=|<style|<script(?![^>]* src=)/, address)
    }
  })

  it('are accessible in light and dark', async (t) => {
    const page = await openPage(t, { origin: server.url, bypassCSP: true })
    for (const path of [
      '',
      '/headings',
      '/decisions',
      '/decisions/008-verify-what-is-kept',
      '/configuration',
      '/api',
    ]) {
      await checkPage(page, `${server.url}/docs${path}`)
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await checkColours(page, `${server.url}/docs/configuration`)
  })

  it('are searched while somebody types, and Enter opens the first place', async (t) => {
    const page = await openPage(t, { origin: server.url })
    await page.goto(`${server.url}/docs`)
    const field = page.getByRole('textbox', { name: 'Search the documents' })
    await field.fill('passphrase')
    await page
      .getByRole('link', { name: /Backup and restore/ })
      .first()
      .waitFor()
    await page.getByText(/\d+ places found/).waitFor()
    await field.fill('zzqqxx')
    await page.getByText('Nothing found.').waitFor()
    await field.fill('rate limit')
    await page.locator('.docs-search li a').first().waitFor()
    const href = await page.locator('.docs-search li a').first().getAttribute('href')
    await field.press('Enter')
    await page.waitForURL(`${server.url}${href}`)
  })

  it('lead to every heading without JavaScript', async () => {
    const answer = await fetch(`${server.url}/docs/headings?q=backup`)
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /href="\/docs\/backup#back-to-what-was"/)
    assert.match(await (await fetch(`${server.url}/`)).text(), /<a href="\/docs">Documents<\/a>/)
    assert.equal((await fetch(`${server.url}/docs/not-there`)).status, 404)
  })
})
