// Drafts on the network, seen from another client: written here and read there, begun there and opened here.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AppBskyDraftDefs, AtpAgent } from '@atproto/api'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings })
after(async () => {
  await server.close()
  await upstream.close()
})

type Scene = { me: Person; foreign: AtpAgent }

/** Somebody signed in here and in another client, who has no drafts. */
async function begin(): Promise<Scene> {
  upstream.setMood('fine')
  const account = await network.createAccount(`drafts-${randomBytes(3).toString('hex')}`)
  const foreign = new AtpAgent({ service: network.pdsUrl })
  await foreign.login({ identifier: account.handle, password: account.password })
  return { me: await signInAs(server, account), foreign }
}

const openPage = async ({ me }: Scene, path: string) => (await me.get(path)).text()

/** The hidden fields of a form to write in. */
function fieldsOf(html: string): Record<string, string> {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
}

/** Sends the form at `path` with `text`. */
async function write(scene: Scene, path: string, text: string, press: string) {
  const fields = fieldsOf(await openPage(scene, path))
  const answer = await scene.me.post('/post', { ...fields, quotable: '1', text, do: press })
  assert.equal(answer.status, 303, (await answer.text()).slice(0, 500))
  return answer.headers.get('location') ?? ''
}

async function listThere({ foreign }: Scene) {
  const { data } = await foreign.app.bsky.draft.getDrafts({ limit: 100 })
  return data.drafts
}

const textsOf = (drafts: AppBskyDraftDefs.DraftView[]) => drafts.map(({ draft }) => draft.posts[0]?.text).sort()

/** Waits until the network has just these. */
async function waitForTexts(scene: Scene, texts: string[]) {
  return waitFor(`the network has ${texts}`, async () => {
    const drafts = await listThere(scene)
    return JSON.stringify(textsOf(drafts)) === JSON.stringify([...texts].sort()) && drafts
  })
}

const countOf = (html: string, part: string) => html.split(part).length - 1

test('what is written here is read there, as it is now, until it is posted', async () => {
  const scene = await begin()
  const path = await write(scene, '/compose', 'A line for later', 'save')
  const [made] = await waitForTexts(scene, ['A line for later'])
  assert.ok(AppBskyDraftDefs.validateDraft(made?.draft).success)
  assert.match(made?.draft.deviceName ?? '', /^SkyPanel at /)
  await write(scene, path, 'Two lines for later', 'autosave')
  const [changed] = await waitForTexts(scene, ['Two lines for later'])
  assert.equal(changed?.id, made?.id)
  const draft = { ...made?.draft, deviceName: 'A phone', posts: [{ text: 'Changed on the phone' }] }
  await scene.foreign.app.bsky.draft.updateDraft({ draft: { id: made?.id ?? '', draft } })
  await waitForTexts(scene, ['Changed on the phone'])
  await waitFor('it is here', async () => (await openPage(scene, '/drafts')).includes('Changed on the phone'))
  const html = await openPage(scene, '/drafts')
  assert.ok(!html.includes('Two lines for later') && !html.includes('A phone'), 'it is one draft')
  assert.match(await openPage(scene, path), />Changed on the phone<\/textarea>/)
  await write(scene, path, 'Posted at last', '')
  await waitForTexts(scene, [])
  assert.match(await openPage(scene, '/drafts'), /No drafts/)
})

test('what was begun there is listed and opened here, and is one draft from then on', async () => {
  const scene = await begin()
  const threadgateAllow = [{ $type: 'app.bsky.feed.threadgate#mentionRule' as const }]
  const draft = {
    deviceName: 'A phone <b>',
    langs: ['nb'],
    threadgateAllow,
    posts: [{ text: 'Begun' }, { text: 'Two' }],
  }
  const { data } = await scene.foreign.app.bsky.draft.createDraft({ draft })
  await waitForTexts(scene, ['Begun'])
  const html = await openPage(scene, '/drafts')
  assert.match(html, /Begun[\s\S]*A phone &lt;b&gt;[\s\S]*2 posts/)
  const key = /name="open" value="[^"]+">\s*<input type="hidden" name="draft" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const open = async () => (await scene.me.post('/drafts', { open: data.id, draft: key })).headers.get('location') ?? ''
  const path = await open()
  assert.equal(path, `/compose?draft=${key}`)
  assert.equal(await open(), path)
  const form = await openPage(scene, path)
  assert.match(form, />Begun<\/textarea>[\s\S]*>Two<\/textarea>/)
  assert.match(form, /Some people can reply/)
  assert.equal(countOf(await openPage(scene, '/drafts'), 'name="open"'), 0)
  const gone = await scene.me.post('/drafts', { draft: key })
  assert.equal(gone.status, 303)
  await waitForTexts(scene, [])
})

test('of one with files of another device a copy is opened, and theirs stays', async () => {
  const scene = await begin()
  const image = { localRef: { path: 'file:///phone/1.jpg' }, alt: 'A boat' }
  const draft = { deviceId: 'phone', posts: [{ text: 'With a boat', embedImages: [image] }] }
  const { data } = await scene.foreign.app.bsky.draft.createDraft({ draft })
  await waitForTexts(scene, ['With a boat'])
  const html = await openPage(scene, '/drafts')
  assert.match(html, /Another app[\s\S]*its file stays there, you open a copy/)
  const key = /name="open" value="[^"]+">\s*<input type="hidden" name="draft" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const answer = await scene.me.post('/drafts', { open: data.id, draft: key })
  await write(scene, answer.headers.get('location') ?? '', 'Without a boat', 'save')
  const drafts = await waitForTexts(scene, ['With a boat', 'Without a boat'])
  assert.deepEqual(drafts.find(({ id }) => id === data.id)?.draft.posts[0]?.embedImages, [image])
})

test('while the network does not answer it is kept here, and what both have changed is kept twice', async () => {
  const scene = await begin()
  const path = await write(scene, '/compose', 'Before', 'save')
  const [made] = await waitForTexts(scene, ['Before'])
  upstream.setMood('fail', /app\.bsky\.draft/)
  await write(scene, path, 'Changed here', 'save')
  await write(scene, '/compose', 'Written meanwhile', 'autosave')
  const html = await openPage(scene, '/drafts')
  for (const part of ['Changed here', 'Written meanwhile', 'not shown at the moment'])
    assert.ok(html.includes(part), part)
  const draft = { posts: [{ text: 'Changed there' }] }
  await scene.foreign.app.bsky.draft.updateDraft({ draft: { id: made?.id ?? '', draft } })
  await waitForTexts(scene, ['Changed there'])
  upstream.setMood('fine')
  await waitFor('the network is back', async () => !(await openPage(scene, '/drafts')).includes('not shown'))
  await waitForTexts(scene, ['Changed here', 'Changed there', 'Written meanwhile'])
  const all = await waitFor('they are two here as well', async () => {
    const page = await openPage(scene, '/drafts')
    return countOf(page, 'name="open"') === 1 && page
  })
  for (const text of ['Changed here', 'Changed there', 'Written meanwhile']) assert.ok(all.includes(text), text)
})

test('opening one that is gone says so', async () => {
  const scene = await begin()
  const gone = await scene.me.post('/drafts', { open: '3kgonegonegon', draft: '3kgonegonegon' })
  assert.equal(gone.status, 404)
  assert.match(await gone.text(), /no longer on the network/)
  assert.equal((await scene.me.post('/drafts', { open: 'x', draft: '../x' })).status, 400)
})
