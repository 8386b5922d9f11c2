// What every page must be, whatever is on it: valid, accessible in both themes, quiet in the console.
import assert from 'node:assert/strict'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import type { Page, Response } from 'playwright-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Resolves its rules once: the library does so for each page. */
class OneConfigLoader extends StaticConfigLoader {
  #resolved?: ReturnType<StaticConfigLoader['getConfigFor']>
  override getConfigFor(handle: string): ReturnType<StaticConfigLoader['getConfigFor']> {
    this.#resolved ??= super.getConfigFor(handle)
    return this.#resolved
  }
}

const rules = new OneConfigLoader({
  extends: ['html-validate:recommended'],
  rules: {
    // How Astro writes HTML, and titles that quote what somebody wrote.
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off',
    // What is offered below a field (WAI-ARIA, combobox) is no <select>.
    'prefer-native-element': ['error', { exclude: ['listbox'] }],
  },
})
const validator = new HtmlValidate(rules)

/** Every finding about the HTML as the server sent it, a line each. */
export async function validateHtml(html: string): Promise<string[]> {
  const report = await validator.validateString(html)
  return report.results
    .flatMap(({ messages }) => messages)
    .map(({ ruleId, message, line, column }) => {
      const source = html.split('\n')[line - 1] ?? ''
      return `${ruleId}: ${message} at ${source.slice(Math.max(0, column - 40), column + 80)}`
    })
}

/** What to look for. Only `all` loads the stylesheets once more, for rules about them: they are the same on every page. */
const searches = {
  all: { runOnly: { type: 'tag', values: standards }, preload: true },
  page: { runOnly: { type: 'tag', values: standards }, preload: false },
  contrast: { runOnly: { type: 'rule', values: ['color-contrast'] }, preload: false },
}

/**
 * Every accessibility violation of the open page (WCAG 2.2 AA and axe's best practice), with its stylesheets or without,
 * or those of contrast alone. The page has to be opened with `bypassCSP`, which brings axe along.
 */
export async function findViolations(page: Page, what: keyof typeof searches = 'page'): Promise<string[]> {
  const violations = await page.evaluate(async (options) => {
    type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }
    const world = globalThis as unknown as {
      loadAxe(): void
      axe?: { run(root: Document, options: object): Promise<AxeResult> }
    }
    if (!world.axe) world.loadAxe()
    if (!world.axe) throw new Error('axe did not load')
    return (await world.axe.run(document, { ...options, resultTypes: ['violations'] })).violations
  }, searches[what])
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`)
}

/** Loads `url` and asserts its status, valid HTML, and no violations. */
export async function checkPage(page: Page, url: string, status = 200): Promise<void> {
  await checkAnswer(page, await page.goto(url), status)
}

/** As checkPage, of a page that is open already, such as one that answers a form. */
export async function checkAnswer(page: Page, answer: Response | null, status = 200): Promise<void> {
  const url = answer?.url()
  assert.equal(answer?.status(), status, url)
  assert.deepEqual(await validateHtml((await answer?.text()) ?? ''), [], `HTML of ${url}`)
  assert.deepEqual(await findViolations(page), [], `accessibility of ${url}`)
}

/** As checkPage in light, and then the contrast in dark, which is all that differs there. */
export async function checkThemes(page: Page, url: string, status = 200): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await checkPage(page, url, status)
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await findViolations(page, 'contrast'), [], `contrast of ${url} in dark`)
}

/** Loads `url` and asserts the contrast of its colours, which is all that differs in the other theme. */
export async function checkColours(page: Page, url: string): Promise<void> {
  await page.goto(url)
  assert.deepEqual(await findViolations(page, 'contrast'), [], `contrast of ${url}`)
}
