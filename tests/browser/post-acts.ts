// What is done with posts: with one's own, with somebody else's, and in the composer. Posting, likes and replies are in
// reading.test.ts, pictures and videos in media.test.ts, both ways as well.
import { type Act, type Desk, pathOf } from './walk-desk.ts'

const postType = 'app.bsky.feed.post'
const gateOf = async (desk: Desk, kind: 'threadgate' | 'postgate') =>
  (await desk.records(`app.bsky.feed.${kind}`)).find(({ post }) => post === desk.scene.root)

/** A button of the action bar, pressed until it stands as `isOn`. */
async function turn({ page }: Desk, name: string, isOn: boolean): Promise<void> {
  // A button that still waits for its answer takes no other press.
  await page.locator('.focus [data-busy]').waitFor({ state: 'detached' })
  await page
    .locator('.focus')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click()
  await page.locator(`.focus [aria-pressed=${isOn}][aria-label^=${name}]`).waitFor()
}

function both(name: string, collection: string): Act[] {
  const has = (desk: Desk) => desk.has(collection, desk.scene.reply)
  return [
    {
      name,
      act: async (desk) => {
        await desk.open(pathOf(desk.scene.reply))
        await turn(desk, name, true)
      },
      seen: has,
    },
    { name: `${name}, taken back`, act: (desk) => turn(desk, name, false), seen: async (desk) => !(await has(desk)) },
  ]
}

const bookmarked = async ({ agent, scene }: Desk) => {
  const { data } = await agent.app.bsky.bookmark.getBookmarks({ limit: 50 })
  return data.bookmarks.some(({ subject }) => subject.uri === scene.reply)
}

/** An act of the menu, and the same taken back by the line that says it. */
function menu(name: string, said: RegExp, uri: (desk: Desk) => string, seen: (desk: Desk) => Promise<boolean>): Act[] {
  return [
    {
      name,
      act: async (desk) => {
        await desk.reopen(pathOf(uri(desk)))
        await desk.choose(name)
        await desk.said(said)
        await desk.page.locator('.said').getByRole('button', { name: 'Undo' }).waitFor()
      },
      seen,
    },
    {
      name: `${name}, taken back`,
      act: (desk) => desk.undo(),
      seen: async (desk) => !(await seen(desk)),
    },
  ]
}

const reply = ({ scene }: Desk) => scene.reply

export const postActs: Act[] = [
  ...both('Repost', 'app.bsky.feed.repost'),
  {
    name: 'Bookmark',
    act: async (desk) => {
      await desk.reopen(pathOf(desk.scene.reply))
      await turn(desk, 'Bookmark', true)
    },
    seen: bookmarked,
  },
  {
    name: 'Bookmark, taken back',
    act: (desk) => turn(desk, 'Bookmark', false),
    seen: async (desk) => !(await bookmarked(desk)),
  },
  {
    // It leads out of the box; whether it can be pressed is tried, and where it leads is read.
    name: 'Translate',
    act: async (desk) => {
      await desk.reopen(pathOf(desk.scene.reply))
      await desk.openMenu()
      await desk.entry('Translate').click({ trial: true })
    },
    seen: async ({ entry }) => {
      const { origin, searchParams } = new URL((await entry('Translate').getAttribute('href')) ?? '')
      return origin === 'https://translate.google.com' && /^How many today/.test(searchParams.get('text') ?? '')
    },
  },
  {
    name: 'Quote',
    act: async (desk) => {
      await desk.entry('Quote').click()
      await desk.page.getByLabel('Your post').fill('Quoted here')
      await desk.press('Post')
      await desk.page.waitForURL(/\/post\/\w+$/)
    },
    seen: async ({ records, scene }) =>
      (await records(postType)).some(
        ({ text, embed }) => text === 'Quoted here' && JSON.stringify(embed).includes(scene.reply),
      ),
  },
  {
    name: 'Thread with gates and a label',
    act: async ({ open, page, press }) => {
      await open('/compose')
      await page.getByRole('textbox', { name: 'Your post' }).fill('First of two')
      await page.getByText(/^Content warning/).click()
      await page.getByRole('radio', { name: /^Nudity/ }).check()
      await press('Add to thread')
      await page.getByRole('textbox', { name: 'Post 2 of 2' }).fill('Second of two')
      await page.locator('summary', { hasText: 'nyone can reply' }).click()
      await page.getByRole('radio', { name: 'Nobody' }).check()
      await page.getByRole('checkbox', { name: 'Others may quote this' }).uncheck()
      await press('Post all 2')
      await page.waitForURL(/\/post\/\w+$/)
    },
    seen: async ({ records, has }) => {
      const posts = await records(postType)
      const [first] = posts.filter(({ text }) => text === 'First of two')
      const second = posts.some(({ text, reply }) => text === 'Second of two' && reply !== undefined)
      const gates =
        (await has('app.bsky.feed.threadgate', '"allow":[]')) && (await has('app.bsky.feed.postgate', 'disableRule'))
      return JSON.stringify(first?.labels ?? '').includes('nudity') && second && gates
    },
  },
  ...menu('Mute this conversation', /conversation/i, reply, async (desk) =>
    Boolean((await desk.post(desk.scene.root))?.viewer?.threadMuted),
  ),
  ...menu('Hide this post for me', /./, reply, async ({ preference, scene }) =>
    JSON.stringify((await preference('hiddenPostsPref')) ?? '').includes(scene.reply),
  ),
  ...menu('Hide this reply for everyone', /./, reply, async (desk) =>
    JSON.stringify((await gateOf(desk, 'threadgate')) ?? '').includes(desk.scene.reply),
  ),
  ...menu(
    'Detach your post from this quote',
    /./,
    ({ scene }) => scene.quote,
    async (desk) => JSON.stringify((await gateOf(desk, 'postgate')) ?? '').includes(desk.scene.quote),
  ),
  ...menu(
    'Pin to your profile',
    /./,
    ({ scene }) => scene.root,
    ({ has, scene }) => has('app.bsky.actor.profile', scene.root),
  ),
  {
    name: 'Who can reply and quote, later',
    act: async (desk) => {
      await desk.reopen(pathOf(desk.scene.root))
      await desk.choose('Who can reply and quote')
      await desk.page.getByRole('radio', { name: 'Nobody' }).check()
      await desk.page.getByRole('checkbox', { name: 'Others may quote this' }).uncheck()
      await desk.press('Save')
      await desk.said(/Saved who can reply/)
    },
    seen: async (desk) => {
      const [thread, quotes] = [await gateOf(desk, 'threadgate'), await gateOf(desk, 'postgate')]
      return JSON.stringify(thread?.allow) === '[]' && JSON.stringify(quotes ?? '').includes('disableRule')
    },
  },
  {
    name: 'Report a post',
    act: async (desk) => {
      await desk.reopen(pathOf(desk.scene.reply))
      await desk.choose('Report this post')
      await desk.page.getByLabel('Why').selectOption({ label: 'Spam' })
      await desk.press('Send report')
    },
    // Only moderators see it; the line comes once they have answered that they have it.
    seen: ({ said }) => said(/Your report has gone to/).then(() => true),
  },
  {
    name: 'Delete and write again',
    act: async ({ visit, press, page, choose, uriOf, post, settle }) => {
      const uri = await uriOf('Quoted here')
      await settle('the AppView has it', async () => (await post(uri)) !== undefined)
      await visit(pathOf(uri))
      await choose('Delete')
      await press('Delete and write again')
      await page.getByLabel('Your post').fill('Written again')
      await press('Post')
      await page.waitForURL(/\/post\/\w+$/)
    },
    seen: async ({ records, scene }) => {
      const posts = await records(postType)
      const again = posts.find(({ text }) => text === 'Written again')
      return (
        !posts.some(({ text }) => text === 'Quoted here') && JSON.stringify(again?.embed ?? '').includes(scene.reply)
      )
    },
  },
]
