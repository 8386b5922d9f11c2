// Upstream fails for somebody who has signed in at their own server: pages answer as they do for everybody.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { testOutages } from '../http/outage-rounds.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { useBrowser } from './browser.ts'
import { grantAccess } from './grant-access.ts'

const openPage = useBrowser()
const network = await useNetwork()
const folder = mkdtempSync(join(tmpdir(), 'skypanel-mood-'))
const file = join(folder, 'mood')
const setMood = (mood: string) => writeFileSync(file, mood)
setMood('fine')
const hook = pathToFileURL(join(import.meta.dirname, '..', 'hostile-fetch.ts')).href
const settings = { NODE_OPTIONS: `--import ${hook}`, MOOD_FILE: file, UPSTREAM_PATIENCE: '1500' }
const server = await startServer(network, { stream: true, settings })
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})
const account = await network.createAccount(`oauth-outage-${randomBytes(2).toString('hex')}`)
let who = ''

test('signs in', async (t) => {
  const page = await openPage(t, { origin: server.url })
  await grantAccess(page, { server, network, account, next: '/feeds' })
  const cookies = await page.context().cookies(server.url)
  who = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  assert.notEqual(who, '')
})

testOutages({
  server,
  setMood,
  pages: () =>
    [
      '/',
      '/notifications',
      '/profile/ines.test',
      '/profile/ines.test/followers',
      '/hashtag/NightTrains',
      '/search?q=train',
      '/feeds',
      '/lists',
      '/saved',
      '/settings',
      '/settings/account',
      '/settings/profile',
      '/moderation',
      '/drafts',
      '/compose',
    ].map((path) => ({ path, who })),
  documents: [],
})
