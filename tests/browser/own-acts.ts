// What is done with what is one's own: browsers, drafts of other apps, a copy of everything, accounts.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { isSignedIn, signIn } from '../http/scenario.ts'
import type { Act, Desk } from './walk-desk.ts'

const postType = 'app.bsky.feed.post'
const account = '/settings/account'

const draftTexts = async ({ agent }: Desk) => {
  const { data } = await agent.app.bsky.draft.getDrafts({ limit: 100 })
  return data.drafts.map(({ draft }) => draft.posts[0]?.text ?? '')
}

/** Waits until the page says that this browser acts for `handle`. */
function isInUse({ page }: Desk, handle: string): Promise<void> {
  return page.getByRole('row', { name: `@${handle} In use`, exact: true }).waitFor()
}

/** What is behind a link of the open page, as the browser saves it. */
async function download({ page, follow }: Desk, link: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), follow(link)])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

/** Those that leave this browser as it was. */
export const ownActs: Act[] = [
  {
    name: 'End the session of another browser',
    act: async ({ scene, server, places, visit, submit }) => {
      const elsewhere = await signIn(server, scene.own.account)
      assert.ok(await isSignedIn(server, elsewhere))
      places.set('elsewhere', elsewhere)
      await visit(account)
      await submit(/^Sign out .+, last seen /)
    },
    seen: async ({ server, places }) => !(await isSignedIn(server, places.get('elsewhere') ?? '')),
  },
  {
    name: 'Open a draft of another app, and post it',
    act: async (desk) => {
      const { agent, settle, open, press, page } = desk
      const posts = [{ text: 'Begun on a phone' }]
      await agent.app.bsky.draft.createDraft({ draft: { deviceName: 'A phone', posts } })
      await settle('the network has it', async () => (await draftTexts(desk)).includes('Begun on a phone'))
      await open('/drafts')
      await press('Open “Begun on a phone”')
      await page.waitForURL(/\/compose\?draft=/)
      await page.getByLabel('Your post').fill(`${await page.getByLabel('Your post').inputValue()}, ended here`)
      await press('Post')
      await page.waitForURL(/\/post\/\w+$/)
    },
    seen: async (desk) =>
      (await desk.has(postType, '"Begun on a phone, ended here"')) &&
      !(await draftTexts(desk)).some((text) => text.startsWith('Begun')),
  },
  {
    name: 'Take posts and repository along',
    act: async (desk) => {
      await desk.open('/settings/export')
      const [posts, repository] = [
        await download(desk, 'Posts as Markdown'),
        await download(desk, 'Repository as CAR'),
      ] as const
      const said = 'The lighthouse keeper counts ships'
      assert.equal(posts.name, `${desk.handle}-posts.md`)
      assert.match(posts.bytes.toString(), new RegExp(`^# Posts by @${desk.handle}\n.*${said}`, 's'))
      assert.equal(repository.name, `${desk.handle}.car`)
      // The header (ipld.io/specs/transport/car/carv1): how long it is, then a map of `roots` and `version`.
      assert.match(repository.bytes.subarray(0, 64).toString('latin1'), /^.\xa2eroots.+gversion/s)
      assert.ok(repository.bytes.includes(said))
    },
    seen: async () => true,
  },
]

/** Those after which it has two accounts, and acts for the first. */
export const accountActs: Act[] = [
  {
    name: 'Add an account and write as it',
    act: async (desk) => {
      const { page, visit, open, press, other } = desk
      await visit(`/sign-in?add=1&next=${account}`)
      const form = page.locator('form[action="/auth/password"]')
      if (!(await form.isVisible())) await page.getByText('Use an app password').click()
      await form.getByLabel('Your handle').fill(other.handle)
      await form.getByLabel('App password').fill(other.password)
      await form.getByRole('button', { name: 'Sign in' }).click()
      await isInUse(desk, other.handle)
      await open('/compose')
      await page.getByLabel('Your post').fill('Written as the second')
      await press('Post')
      await page.waitForURL(/\/post\/\w+$/)
    },
    seen: async ({ scene, other, has }) => {
      const { data } = await scene.other.agent.com.atproto.repo.listRecords({ repo: other.did, collection: postType })
      const isTheirs = data.records.some(({ value }) => value.text === 'Written as the second')
      return isTheirs && !(await has(postType, 'Written as the second'))
    },
  },
  {
    name: 'Switch back',
    act: async (desk) => {
      await desk.open(account)
      await desk.press(`Switch to @${desk.handle}`)
      await isInUse(desk, desk.handle)
    },
    seen: async ({ open, page }) => {
      await open('/settings/profile')
      return (await page.getByLabel('Bio').inputValue()) === 'Keeps a lamp'
    },
  },
]
