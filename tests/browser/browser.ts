// Chromium for tests, from npm alone. A page whose console shows an error or a policy violation fails its test.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, type TestContext } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { unpackBrowser } from './unpack-browser.ts'

/** What a test wants of its page. */
export type PageOptions = BrowserContextOptions & {
  /** Errors that belong to the test, such as the 401 of a wrong password. */
  expected?: RegExp[]
  /** Only errors of pages at this origin count: other people's servers have their own. */
  origin: string
}

/**
 * The service worker stands between a page and the network, which is no matter of most tests. Chromium logs an error
 * when a page is left while it fades in, so nothing fades.
 */
const usual: BrowserContextOptions = {
  viewport: { width: 1280, height: 900 },
  serviceWorkers: 'block',
  reducedMotion: 'reduce',
}

/**
 * A browser for the tests of a file.
 * @returns opens a page with cookies of its own; it is closed, and its console looked at, when the test `t` ends
 */
export function useBrowser(): (t: TestContext, options: PageOptions) => Promise<Page> {
  let browser: Browser | undefined
  before(async () => {
    browser = await launchBrowser()
  })
  after(() => browser?.close())
  return async (t, { expected = [], origin, ...options }) => {
    assert.ok(browser)
    const context = await browser.newContext({ ...usual, ...options })
    if (options.bypassCSP) await context.addInitScript({ content: offerAxe() })
    // A machine may be busy: how soon something comes is asserted where it matters.
    context.setDefaultTimeout(90_000)
    const problems = watchPages(context, origin, expected)
    t.after(async () => {
      await context.close()
      assert.deepEqual(problems, [], 'errors in the console')
    })
    return context.newPage()
  }
}

/** What makes axe wait in a page until it is wanted: sent and compiled for each page it would cost more than its search. */
function offerAxe(): string {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  return `globalThis.loadAxe = () => {${source}}`
}

function watchPages(context: Awaited<ReturnType<Browser['newContext']>>, origin: string, expected: RegExp[]): string[] {
  const problems: string[] = []
  const note = (where: string, text: string) => {
    if (where.startsWith(origin) && !expected.some((pattern) => pattern.test(text))) problems.push(`${where} ${text}`)
  }
  context.on('console', (message) => {
    const where = message.location().url || message.page()?.url() || ''
    if (message.type() === 'error') note(where, message.text())
  })
  context.on('weberror', (error) => note(error.page()?.url() ?? '', String(error.error())))
  return problems
}

/** Starts Chromium without a sandbox (tests run as root too) and without anything that calls home. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpackBrowser()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    env: browserEnvironment(folder),
    timeout: 180_000,
    args: [
      '--headless',
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-pings',
      '--font-render-hinting=none',
    ],
  })
}

/** Libraries and fonts come from the package where the system has none. */
function browserEnvironment(folder: string): Record<string, string> {
  const { LD_LIBRARY_PATH: libraries = '', PATH = '', HOME = folder } = process.env
  const known = listLibraries()
  const hasNss = known.includes('libnss3.so') && known.includes('libnspr4.so')
  return {
    PATH,
    HOME,
    LD_LIBRARY_PATH: hasNss ? libraries : [join(folder, 'al2023', 'lib'), libraries].filter(Boolean).join(':'),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
  }
}

function listLibraries(): string {
  for (const command of ['ldconfig', '/sbin/ldconfig']) {
    try {
      return execFileSync(command, ['-p'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    } catch {
      // Not on the path, or not on this kind of system: the package's libraries are used.
    }
  }
  return ''
}
