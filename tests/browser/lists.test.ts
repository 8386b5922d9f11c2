// Pages of lists and starter packs: valid HTML, no accessibility violation, light and dark; and a list made by hand.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { checkThemes } from './check-page.ts'
import { cookiesOf } from './cookies-of.ts'

const network = await useNetwork()
const openPage = useBrowser()
const tag = randomBytes(3).toString('hex')
let server: TestServer
let account: Account
let person: Person
let pages: [path: string, status?: number][]

const rkeyOf = (path: string | null) => path?.split('/').at(-1) ?? ''
const make = async (path: string, fields: Record<string, string>) =>
  (await person.post(path, fields)).headers.get('location') ?? ''

before(async () => {
  server = await startServer(network, { stream: true })
  account = await network.createAccount(`look-${tag}`)
  person = await signInAs(server, account)
  const hidden = await make('/lists/new', { name: 'Private', description: 'Only here', purpose: 'private' })
  const read = await make('/lists/new', { name: 'Readers', description: 'With @ines.test', purpose: 'curate' })
  const loud = await make('/lists/new', { name: 'Loud', description: '', purpose: 'moderation' })
  const pack = await make('/starter-pack/create', { name: 'Begin', description: 'Here', people: 'ines.test' })
  const people = { people: `ines.test nobody-${tag}.test what`, op: 'add' }
  const report = await make(`${hidden}/people`, people)
  await make(`/lists/${rkeyOf(loud)}/people`, people)
  await make(`/lists/${rkeyOf(read)}/people`, people)
  await make(`${hidden}/pin`, { back: '/' })
  const own = `/lists/${rkeyOf(read)}`
  pages = [
    ['/lists?removed=3'],
    ['/lists/new'],
    [hidden],
    [`${hidden}?tab=people`],
    [report],
    [`${hidden}/delete`],
    [`${own}/edit`],
    [`${read}?tab=people`],
    [loud],
    ['/moderation/modlists'],
    ['/profile/ines.test/add-to-lists?added=1'],
    ['/starter-pack/create'],
    [`/starter-pack/edit/${rkeyOf(pack)}`],
    [`/starter-pack/delete/${rkeyOf(pack)}`],
    [pack],
    ['/feeds/new'],
    [`/lists/p-${'3'.repeat(13)}`, 404],
  ]
})
after(() => server?.close())

test('light and dark', async (t) => {
  const page = await openPage(t, { origin: server.url, bypassCSP: true, expected: [/status of 404/] })
  await page.context().addCookies(await cookiesOf(server, account))
  for (const [path, status] of pages) await checkThemes(page, server.url + path, status)
})

test('without JavaScript, on a phone: a list is made, and what is wrong with it stands in the form', async (t) => {
  const viewport = { width: 360, height: 740 }
  const options = { origin: server.url, javaScriptEnabled: false, viewport, expected: [/status of 422/] }
  const page = await openPage(t, options)
  await page.context().addCookies(await cookiesOf(server, account))
  await page.goto(`${server.url}/lists`)
  await page.getByRole('link', { name: 'New list' }).click()
  await page.getByLabel('People to mute or block').check()
  await page.getByLabel('Name').fill('n'.repeat(65))
  await page.getByLabel('Description').fill('Kept')
  await page.getByRole('button', { name: 'Make the list' }).click()
  await page.getByRole('heading', { name: 'This list cannot be saved yet' }).waitFor()
  assert.equal(await page.getByLabel('Description').inputValue(), 'Kept')
  assert.ok(await page.getByLabel('People to mute or block').isChecked())
  await page.getByLabel('Name').fill(`By hand ${tag}`)
  await page.getByRole('button', { name: 'Make the list' }).click()
  await page.getByRole('heading', { name: `By hand ${tag}` }).waitFor()
  await page.getByRole('link', { name: 'Add people' }).first().click()
  await page.getByLabel('People', { exact: true }).fill('ines.test')
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('handle\nkenji.test\n') }
  await page.getByLabel('Or a file').setInputFiles(file)
  await page.getByRole('button', { name: 'Add to the list' }).click()
  await page.getByText('2 people added.').waitFor()
  const wide = await page.evaluate(
    '[...document.querySelectorAll("main *")].filter((it) => it.getBoundingClientRect().right > innerWidth).map((it) => it.outerHTML.slice(0, 120))',
  )
  assert.deepEqual(wide, [], 'nothing reaches out of a phone')
})
