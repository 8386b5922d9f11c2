// What is done with people, with lists of them, and with starter packs.
import type { Act, Desk } from './walk-desk.ts'

const list = 'app.bsky.graph.list'
const member = 'app.bsky.graph.listitem'
const profile = ({ other }: Desk) => `/profile/${other.handle}`
const head = '.who'
const fill = (desk: Desk, label: string, text: string) =>
  desk.page.getByRole('textbox', { name: label, exact: true }).fill(text)

/** Opens the profile of the other one, and presses an entry of its menu. */
function menu(name: RegExp, said: RegExp) {
  return async (desk: Desk) => {
    await desk.reopen(profile(desk))
    await desk.choose(name, head)
    await desk.said(said)
  }
}

/** The page of an own list. */
async function openList(desk: Desk, name: string): Promise<void> {
  await desk.open(desk.places.get(name) ?? '/lists')
}

function makeList(name: string, label: string): Act['act'] {
  return async (desk) => {
    await desk.open('/lists/new')
    await desk.page.getByRole('radio', { name: new RegExp(`^${label}`) }).check()
    await fill(desk, 'Name', name)
    await desk.press('Make the list')
    await desk.page.locator('h1', { hasText: name }).waitFor()
    desk.places.set(name, new URL(desk.page.url()).pathname)
  }
}

const savedFeeds = async ({ preference }: Desk) => JSON.stringify((await preference('savedFeedsPrefV2')) ?? '')
const muted = async ({ agent }: Desk) => (await agent.app.bsky.graph.getListMutes({})).data.lists.length > 0

export const peopleActs: Act[] = [
  {
    name: 'Follow',
    act: async (desk) => {
      await desk.open(profile(desk))
      await desk.press(/^Follow /, head)
    },
    seen: async ({ has, other, standing }) =>
      (await has('app.bsky.graph.follow', other.did)) && (await standing()).following !== undefined,
  },
  {
    name: 'Subscribe to what somebody posts',
    act: menu(/^Notify me of their posts$/, /./),
    seen: async ({ agent }) =>
      (await agent.app.bsky.notification.listActivitySubscriptions({})).data.subscriptions.length === 1,
  },
  {
    name: 'Unsubscribe',
    act: menu(/^Stop notifying me/, /./),
    seen: async ({ agent }) =>
      (await agent.app.bsky.notification.listActivitySubscriptions({})).data.subscriptions.length === 0,
  },
  {
    name: 'Unfollow',
    act: async (desk) => {
      await desk.visit(profile(desk))
      await desk.press(/^Following /, head)
    },
    seen: async ({ records }) => (await records('app.bsky.graph.follow')).length === 0,
  },
  {
    name: 'Mute their reposts',
    act: menu(/^Mute their reposts$/, /^Muted the reposts/),
    seen: async ({ standing }) => Boolean((await standing()).mutedOnlyReposts),
  },
  {
    name: 'Mute their quotes as well',
    act: menu(/^Mute their quotes$/, /^Muted the reposts and quotes/),
    seen: async ({ standing }) => Boolean((await standing()).mutedOnlyQuoteposts),
  },
  {
    name: 'Mute whole',
    act: async (desk) => {
      await menu(/^Mute acts-/, /^Muted /)(desk)
      await desk.page.locator(`${head} .tag`, { hasText: 'Muted by you' }).waitFor()
    },
    seen: async ({ standing }) => Boolean((await standing()).muted),
  },
  {
    name: 'Unmute',
    act: menu(/^Unmute /, /^Unmuted /),
    seen: async ({ standing }) => !(await standing()).muted,
  },
  {
    name: 'Block',
    act: menu(/^Block /, /^Blocked /),
    seen: ({ has, other }) => has('app.bsky.graph.block', other.did),
  },
  {
    name: 'Unblock',
    act: menu(/^Unblock /, /^Unblocked /),
    seen: async ({ records, standing }) =>
      (await records('app.bsky.graph.block')).length === 0 && (await standing()).blocking === undefined,
  },
  { name: 'Make a list', act: makeList('Readers', 'People to read'), seen: ({ has }) => has(list, '"Readers"') },
  {
    name: 'Add somebody from their profile',
    act: async (desk) => {
      await desk.open(`${profile(desk)}/add-to-lists`)
      await desk.page.getByRole('checkbox', { name: /^Readers/ }).check()
      await desk.press('Save')
      await desk.page.getByText('Added to 1 list.').waitFor()
    },
    seen: ({ has, other }) => has(member, other.did),
  },
  {
    name: 'Take somebody off a list',
    act: async (desk) => {
      await desk.open(`${desk.places.get('Readers')}?tab=people`)
      await desk.press(/^Remove /)
    },
    seen: async ({ records }) => (await records(member)).length === 0,
  },
  {
    name: 'Add many by a pasted text and a file',
    act: async (desk) => {
      await openList(desk, 'Readers')
      await desk.follow('Add people')
      await fill(desk, 'People', `@${desk.other.handle}\nhttps://bsky.app/profile/tomas.test`)
      const buffer = Buffer.from('name,handle\n"Ito, Kenji",kenji.test\nInês,@ines.test\n')
      await desk.page.getByLabel('Or a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
      await desk.press('Add to the list')
      await desk.page.getByText('4 people added.').waitFor()
    },
    seen: async ({ network, other, records }) => {
      const wanted = [other.did, ...['ines', 'kenji', 'tomas'].map((name) => network.account(name).did)]
      const members = (await records(member)).map(({ subject }) => subject)
      return members.length === wanted.length && wanted.every((did) => members.includes(did))
    },
  },
  {
    name: 'Edit a list',
    act: async (desk) => {
      await openList(desk, 'Readers')
      await desk.follow('Edit')
      await fill(desk, 'Description', 'Who writes well')
      await desk.press('Save')
      await desk.page.waitForURL(/^(?!.*\/edit)/)
    },
    seen: ({ has }) => has(list, 'Who writes well'),
  },
  {
    name: 'Pin a list to home',
    act: async (desk) => {
      await openList(desk, 'Readers')
      await desk.press('Pin to home')
    },
    seen: async (desk) => (await savedFeeds(desk)).includes('"pinned":true'),
  },
  {
    name: 'Delete a list',
    act: async (desk) => {
      await openList(desk, 'Readers')
      await desk.follow('Delete')
      await desk.press('Delete the list')
      await desk.page.waitForURL(/\/lists\?removed/)
    },
    seen: async ({ records }) => (await records(list)).length + (await records(member)).length === 0,
  },
  {
    name: 'Make a moderation list',
    act: makeList('Loud', 'People to mute or block'),
    seen: ({ has }) => has(list, 'modlist'),
  },
  {
    name: 'Mute by a list',
    act: async (desk) => {
      await openList(desk, 'Loud')
      await desk.press('Mute everybody')
    },
    seen: muted,
  },
  {
    name: 'Block by a list',
    act: async (desk) => {
      await openList(desk, 'Loud')
      await desk.press('Block everybody')
    },
    seen: async ({ records }) => (await records('app.bsky.graph.listblock')).length === 1,
  },
  {
    name: 'Make a private list and pin it',
    act: async (desk) => {
      await makeList('Hidden', 'Private')(desk)
      await desk.press('Pin to home')
      await desk.page.getByRole('button', { name: 'Unpin from home' }).waitFor()
    },
    // It stays on this box: it is among the tabs, and the network has nothing of it.
    seen: async ({ read, has }) => />Hidden</.test(await read('/')) && !(await has(list, 'Hidden')),
  },
  {
    name: 'Make a starter pack',
    act: async (desk) => {
      await desk.open('/starter-pack/create')
      await fill(desk, 'Name', 'Begin')
      await fill(desk, 'People', `ines.test ${desk.other.handle}`)
      await desk.press('Make the starter pack')
      await desk.page.waitForURL(/\/starter-pack\/[^/]+\/\w+/)
    },
    seen: async ({ has, records }) =>
      (await has('app.bsky.graph.starterpack', '"Begin"')) && (await records(member)).length === 2,
  },
  {
    name: 'Edit a starter pack',
    act: async (desk) => {
      await desk.follow('Edit')
      await fill(desk, 'Description', 'For newcomers')
      await desk.press('Save')
      await desk.page.waitForURL(/^(?!.*\/edit)/)
    },
    seen: ({ has }) => has('app.bsky.graph.starterpack', 'For newcomers'),
  },
  {
    name: 'Delete a starter pack',
    act: async (desk) => {
      await desk.follow('Delete')
      await desk.press('Delete the starter pack')
      await desk.page.waitForURL(/^(?!.*\/delete)/)
    },
    seen: async ({ records }) => (await records('app.bsky.graph.starterpack')).length === 0,
  },
]
