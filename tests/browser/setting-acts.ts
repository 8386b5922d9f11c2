// Drafts, and what is set: on the network, and on this box.
import type { Act, Desk } from './walk-desk.ts'

const json = async (desk: Desk, kind: string) => JSON.stringify((await desk.preference(kind)) ?? '')
const words = '/moderation/muted-words'

/** Opens a page of settings, changes something on it, saves it. */
function set(path: string, change: (desk: Desk) => Promise<unknown>, button = 'Save'): Act['act'] {
  return async (desk) => {
    await desk.open(path)
    await change(desk)
    await desk.submit(button)
  }
}

const check = (name: string | RegExp) => (desk: Desk) => desk.page.getByRole('checkbox', { name }).check()
const choose = (name: string | RegExp) => (desk: Desk) => desk.page.getByRole('radio', { name }).check()

/** Whether the box shows what was set, on `path`: no other client knows of it. */
function stays(path: string, shown: RegExp): Act['seen'] {
  return async ({ read }) => shown.test(await read(path))
}

export const settingActs: Act[] = [
  {
    name: 'Save a draft',
    act: async ({ open, page, press }) => {
      await open('/compose')
      await page.getByLabel('Your post').fill('Begun and left')
      await press('Save draft')
      await page.waitForURL(/draft/)
    },
    seen: stays('/drafts', /Begun and left/),
  },
  {
    name: 'Delete a draft',
    act: async ({ open, press }) => {
      await open('/drafts')
      await press(/^Delete “Begun and left”/)
    },
    seen: stays('/drafts', /^(?!.*Begun and left)/s),
  },
  {
    name: 'Schedule, and post now',
    act: async ({ open, page, press }) => {
      await open('/compose')
      await page.getByLabel('Your post').fill('Sooner than planned')
      await press('Post later')
      await page.getByLabel('Day and time').fill(dayAfterTomorrow())
      await press('Schedule')
      await press('Post now')
    },
    seen: ({ has }) => has('app.bsky.feed.post', 'Sooner than planned'),
  },
  {
    name: 'Schedule, and keep as draft',
    act: async ({ open, page, press }) => {
      await open('/compose')
      await page.getByLabel('Your post').fill('Not after all')
      await press('Post later')
      await page.getByLabel('Day and time').fill(dayAfterTomorrow())
      await press('Schedule')
      await press('Keep as draft')
    },
    seen: stays('/scheduled', /^(?!.*Not after all)/s),
  },
  {
    name: 'Mute words for a week',
    act: set(
      words,
      async ({ page }) => {
        await page.getByLabel('Words and hashtags, one a line').fill('#ships\ntoday')
        await page.getByLabel('For how long').selectOption({ label: '7 days' })
      },
      'Mute',
    ),
    seen: async (desk) => /"ships".*"expiresAt".*"today".*"expiresAt"/.test(sorted(await json(desk, 'mutedWordsPref'))),
  },
  {
    name: 'Unmute a word',
    act: async (desk) => {
      await desk.press(/^Unmute today/)
      await desk.said(/./)
    },
    seen: async (desk) => !(await json(desk, 'mutedWordsPref')).includes('today'),
  },
  {
    name: 'Edit all muted words as text',
    act: set(
      words,
      async ({ page }) => {
        await page.getByText('Edit all as text').click()
        await page.getByLabel('All muted words, one a line').fill('kiln\nglaze')
      },
      'Save all',
    ),
    seen: async (desk) => /^(?!.*ships)(?=.*kiln)(?=.*glaze)/.test(await json(desk, 'mutedWordsPref')),
  },
  {
    name: 'Profile',
    act: set('/settings/profile', ({ page }) => page.getByLabel('Bio').fill('Keeps a lamp')),
    seen: ({ has }) => has('app.bsky.actor.profile', 'Keeps a lamp'),
  },
  {
    name: 'Threads',
    act: set('/settings/threads', choose(/^Newest/)),
    seen: async (desk) => (await json(desk, 'threadViewPref')).includes('newest'),
  },
  {
    name: 'Following feed',
    act: set('/settings/following-feed', ({ page }) => page.getByRole('checkbox', { name: 'Quote posts' }).uncheck()),
    seen: async (desk) => (await json(desk, 'feedViewPref')).includes('"hideQuotePosts":true'),
  },
  {
    name: 'Adult content and a label',
    act: set('/moderation', check(/adult/i), 'Save labels'),
    seen: async (desk) => (await json(desk, 'adultContentPref')).includes('true'),
  },
  {
    name: 'Subscribe to a labeler',
    act: set('/moderation', ({ page }) => page.getByLabel('Handle of a labeler').fill('marsh.test'), 'Subscribe'),
    seen: async (desk) => (await json(desk, 'labelersPref')).includes('did:'),
  },
  {
    name: 'One label of a labeler',
    act: set('/moderation', choose('Predation: hide'), 'Save labels'),
    seen: async (desk) => {
      const { label, labelerDid, visibility } = (await desk.preference('contentLabelPref')) ?? {}
      const { did } = desk.network.account('marsh')
      return label === 'predation' && labelerDid === did && visibility === 'hide'
    },
  },
  {
    name: 'Kinds of notifications',
    act: set('/settings/notifications', ({ page }) => page.getByLabel('Likes: pushed').uncheck(), 'Save kinds'),
    seen: async ({ agent }) => !(await agent.app.bsky.notification.getPreferences()).data.preferences.like.push,
  },
  {
    name: 'Quiet hours',
    act: set(
      '/settings/notifications',
      async ({ page }) => {
        await page.getByLabel('From', { exact: true }).fill('22:30')
        await page.getByLabel('Until').fill('07:00')
      },
      'Save quiet hours',
    ),
    seen: stays('/settings/notifications', /value="07:00"/),
  },
  {
    name: 'Order of feeds',
    act: async (desk) => {
      const items = ['one', 'two'].map((id) => ({ id, type: 'timeline', value: id, pinned: true }))
      await desk.agent.app.bsky.actor.putPreferences({
        preferences: [{ $type: 'app.bsky.actor.defs#savedFeedsPrefV2', items }] as never,
      })
      await desk.open('/settings/saved-feeds')
      await desk.submit(/^Move .* down$/)
    },
    seen: async (desk) => /two.*one/.test(await json(desk, 'savedFeedsPrefV2')),
  },
  {
    name: 'Languages',
    act: set('/settings/languages', check('Norwegian Bokmål')),
    seen: stays('/settings/languages', /name="read-nb" checked/),
  },
  {
    name: 'Appearance',
    act: set('/settings/appearance', choose(/^Dark/)),
    seen: async ({ page }) => (await page.locator('html').getAttribute('data-theme')) === 'dark',
  },
  {
    name: 'Privacy',
    act: set('/settings/privacy-and-security', ({ page }) => page.locator('[name=cleanLinks]').uncheck()),
    seen: stays('/settings/privacy-and-security', /name="cleanLinks"(?![^>]* checked)/),
  },
]

/** After it nobody is here any more. */
export const lastAct: Act = {
  name: 'Delete my data from this box',
  act: async ({ open, page, press, handle }) => {
    await open('/settings/delete')
    await page.getByLabel('Your handle').fill(handle)
    await press('Delete my data from this box')
    await page
      .getByRole('link', { name: 'Sign in' })
      .or(page.getByRole('button', { name: 'Sign in' }))
      .first()
      .waitFor()
  },
  seen: async ({ agent, did }) => (await agent.getProfile({ actor: did })).data.did === did,
}

/** As a field for a day and a time takes it. */
function dayAfterTomorrow(): string {
  return new Date(Date.now() + 48 * 3600_000).toISOString().slice(0, 16)
}

/** The words of the preference in the order of their letters. */
function sorted(preference: string): string {
  const { items = [] } = JSON.parse(preference || '{}') as { items?: { value: string }[] }
  return JSON.stringify(
    items.toSorted((one, other) => one.value.localeCompare(other.value)).map(({ value, ...rest }) => [value, rest]),
  )
}
