// What is shown of a profile when one half of it does not come, and the form of a search that could not be saved.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkAnswer, checkColours, checkPage, findViolations } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
let upstream: Awaited<ReturnType<typeof startHostileNetwork>>
let server: TestServer

before(async () => {
  upstream = await startHostileNetwork(network)
  server = await startServer(network, { stream: true, settings: upstream.settings })
})
after(async () => {
  await server?.close()
  await upstream?.close()
})

const halves: [name: string, missing: RegExp, path: string, words: RegExp][] = [
  ['posts without the profile', /getProfile$/, '/profile/ines.test', /did not answer with their profile/],
  ['the profile without posts', /getAuthorFeed$/, '/profile/ines.test?tab=replies', /Replies did not come/],
]

for (const [name, missing, path, words] of halves) {
  for (const who of ['signed in', 'signed out']) {
    test(`${name}, ${who}`, async (t) => {
      const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: [/status of 502/] })
      if (who === 'signed in') await page.context().addCookies(await cookiesOf(server, network.account('marit')))
      upstream.setMood('fail', missing)
      try {
        await checkPage(page, server.url + path, 502)
        await page.getByText(words).waitFor()
        await page.emulateMedia({ colorScheme: 'dark' })
        await checkColours(page, server.url + path)
      } finally {
        upstream.setMood('fine')
      }
    })
  }
}

test('the form of a search that could not be saved', async (t) => {
  const account = await network.createAccount(`unsaved-${randomBytes(2).toString('hex')}`)
  const cookies = await cookiesOf(server, account)
  const person = createPerson(server, cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
  const saved = await person.post('/searches', { query: 'boats', name: 'Boats' })
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: [/status of 422/] })
  await page.context().addCookies(cookies)
  /** Sends `fields` as the form at `action`. */
  const send = async (action: string, fields: Record<string, string>) => {
    await page.goto(`${server.url}/search`)
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.evaluate(
      ([action, fields]) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', action })
        for (const [name, value] of Object.entries(fields)) {
          form.append(Object.assign(document.createElement('input'), { name, value }))
        }
        document.body.append(form)
        form.submit()
      },
      [action, fields] as const,
    )
    const answer = await answered
    await page.getByRole('alert').waitFor()
    return answer
  }
  for (const action of ['/searches', saved.headers.get('location') ?? '']) {
    const fields = { op: 'save', name: 'Boats', query: 'boats since:soon "<tide' }
    await page.emulateMedia({ colorScheme: 'light' })
    await checkAnswer(page, await send(action, fields), 422)
    assert.equal(await page.getByRole('textbox', { name: 'Search', exact: true }).inputValue(), fields.query)
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual(await findViolations(page, 'contrast'), [])
  }
})
