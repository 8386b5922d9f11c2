// Scheduled posts: at their time, once, whatever happens in between; a failure is shown and can be tried again.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { findScheduledPost, saveScheduledPost } from '#db/queries/scheduled-posts.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { postScheduled } from '#server/schedule/post-scheduled.ts'
import { startSchedule } from '#server/schedule/start-schedule.ts'
import { beginComposition } from '#server/writes/draft.ts'
import { keepDraft } from '#server/writes/keep-draft.ts'
import { postDraft } from '#server/writes/post-draft.ts'
import { openContext } from '../context.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const suffix = randomBytes(2).toString('hex')
const account = await network.createAccount(`later-${suffix}`)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
/** Texts on the person's own server, the newest first. */
const listTexts = async () => {
  const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.post' })
  return data.records.map(({ value }) => value.text)
}

const me = await signInAs(server, account)
const other = await signInAs(server, await network.createAccount(`nosy-${suffix}`))
const fieldOf = (html: string, name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1] ?? ''

async function write(text: string): Promise<string> {
  const page = await (await me.get('/compose')).text()
  const names = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = Object.fromEntries(names.map(([, name = '', value = '']) => [name, value]))
  const field = /<textarea[^>]* name="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await me.post('/post', { ...fields, [field]: text, do: 'schedule' })
  assert.equal(answer.status, 303, (await answer.text()).slice(0, 300))
  const to = answer.headers.get('location') ?? ''
  assert.match(to, /^\/scheduled\/\w+$/)
  return to
}

test('a draft is given a time, another one, and is a draft again; nobody else sees it', async () => {
  const to = await write('The ferry at eight')
  const form = await (await me.get(to)).text()
  assert.match(fieldOf(form, 'at'), /^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
  const past = await me.post(to, { at: '2020-01-01T10:00', zone: 'Europe/Oslo' })
  assert.equal(past.status, 422)
  const returned = await past.text()
  assert.ok(returned.includes('This time has passed'))
  assert.equal(fieldOf(returned, 'at'), '2020-01-01T10:00')
  for (const fields of [
    { at: 'soon', zone: 'UTC' },
    { at: '2099-01-01T10:00', zone: 'UTC' },
    { at: '2027-01-01T10:00', zone: 'Mars' },
  ]) {
    assert.equal((await me.post(to, fields)).status, 422, JSON.stringify(fields))
  }
  const year = new Date().getFullYear() + (new Date().getMonth() === 11 ? 1 : 0)
  for (const hour of ['22:15', '23:45']) {
    assert.equal(
      (await me.post(to, { at: `${year}-12-31T${hour}`, zone: 'Europe/Oslo' })).headers.get('location'),
      '/scheduled',
    )
  }
  const day = `${year}-12-31T`
  const [, later] = await saveInTwoTabs(me, { path: to, field: 'at' }, [{ at: `${day}22:45` }, { at: `${day}21:45` }])
  const back = Object.fromEntries(readFormWith(await later.text(), 'at'))
  assert.deepEqual([later.status, back.at], [409, `${day}21:45`])
  assert.equal((await me.post(to, { ...back, at: `${day}23:45` })).status, 303)
  const list = await (await me.get('/scheduled')).text()
  assert.ok(list.includes('The ferry at eight') && list.includes(`${year} at 23:45`) && !list.includes('22:15'))
  const marked = `<a href="/scheduled#scheduled-${to.split('/').at(-1)}"`
  const drafts = await (await me.get('/drafts')).text()
  assert.match(drafts, new RegExp(`${marked}[^>]*>To be posted on [^<]+ ${year} at 23:45`))
  assert.match(await (await me.get(`/compose?draft=${to.split('/').at(-1)}`)).text(), /To be posted on [^<]+ at 23:45/)
  assert.equal((await other.get(to)).status, 404)
  assert.equal((await other.post(to, { at: `${year}-12-31T22:15`, zone: 'UTC' })).status, 404)
  const draft = to.split('/').at(-1) ?? ''
  assert.equal((await other.post('/scheduled', { do: 'post', draft })).status, 404)
  await other.post('/scheduled', { do: 'cancel', draft })
  assert.ok((await (await me.get('/scheduled')).text()).includes('The ferry at eight'))
  assert.equal((await me.post('/scheduled', { do: 'cancel', draft })).headers.get('location'), '/drafts')
  assert.ok(!(await (await me.get('/scheduled')).text()).includes('The ferry at eight'))
  const after = await (await me.get('/drafts')).text()
  assert.ok(after.includes('The ferry at eight') && !after.includes('To be posted on'))
})

test('what waits can be posted now, and pressed twice it is there once', async () => {
  const to = await write('Now after all')
  const year = new Date().getFullYear() + (new Date().getMonth() === 11 ? 1 : 0)
  await me.post(to, { at: `${year}-12-31T12:00`, zone: 'UTC' })
  const draft = to.split('/').at(-1) ?? ''
  const answers = await Promise.all([1, 2].map(() => me.post('/scheduled', { do: 'post', draft })))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303],
  )
  await waitFor('it is listed as posted', async () => (await (await me.get('/scheduled')).text()).includes('>Posted<'))
  assert.deepEqual(
    (await listTexts()).filter((text) => text === 'Now after all'),
    ['Now after all'],
  )
  assert.match((await me.get(to)).headers.get('location') ?? '', /^\/profile\/.+\/post\//)
})

async function openDesk() {
  const opened = await openContext(network)
  const { ctx } = opened
  let isDown = false
  const { fetch } = ctx.auth
  ctx.auth.fetch = async (input, init) => {
    const isWrite = new Request(input, init).url.includes('applyWrites')
    return isDown && isWrite ? new Response('{}', { status: 503 }) : fetch(input, init)
  }
  const { handle: identifier, password } = account
  const browser = { cookie: null, userAgent: 'test' }
  const [cookie = ''] = await signInWithPassword(ctx, { identifier, password, address: '127.0.0.1', browser })
  const viewer = await findViewer(ctx, cookie.split(';')[0])
  assert.ok(viewer)
  const request = new Request('http://127.0.0.1/compose')
  return {
    ...opened,
    viewer,
    setDown: (value: boolean) => {
      isDown = value
    },
    /** A draft that is due `later` ms from now. */
    async schedule(text: string, later = 0) {
      const draft = await keepDraft(ctx, viewer.userId, await beginComposition(ctx, viewer, request, { text }))
      const { userId } = viewer
      await saveScheduledPost(ctx.main, { userId, draftId: draft.id, postAt: ctx.now() + later, timeZone: 'UTC' })
      const find = () => findScheduledPost(ctx.main, userId, draft.id)
      return { draft, find }
    },
  }
}

test('the runner posts what is due and nothing else, once, however many run', async (t) => {
  const { ctx, close, schedule } = await openDesk()
  t.after(close)
  const due = await schedule('Due')
  const not = await schedule('Not due', 3600_000)
  const stop = new AbortController()
  const runners = [1, 2, 3].map(() => startSchedule(ctx, stop.signal))
  await waitFor('it is posted', async () => (await due.find())?.state === 'posted')
  stop.abort()
  await Promise.all(runners.map(({ done }) => done))
  assert.equal((await not.find())?.state, 'waiting')
  assert.deepEqual(
    (await listTexts()).filter((text) => text === 'Due' || text === 'Not due'),
    ['Due'],
  )
})

test('a process that dies after posting does not post again', async (t) => {
  const { ctx, close, viewer, schedule } = await openDesk()
  t.after(close)
  const { draft, find } = await schedule('Once and for all')
  const row = await find()
  assert.ok(row)
  await postDraft(ctx, viewer, draft)
  await ctx.main.$client.execute('UPDATE drafts SET posted_at = NULL')
  await postScheduled(ctx, row)
  assert.equal((await find())?.state, 'posted')
  assert.equal((await listTexts()).filter((text) => text === 'Once and for all').length, 1)
})

test('a server that is down is asked again later, one that refuses leaves it to its author', async (t) => {
  const { ctx, close, setDown, schedule } = await openDesk()
  t.after(close)
  setDown(true)
  const { find } = await schedule('Patience')
  const row = await find()
  assert.ok(row)
  await postScheduled(ctx, row)
  const later = await find()
  assert.equal(later?.state, 'waiting')
  assert.ok(later?.failure)
  assert.ok(later.tryAt > row.tryAt)
  setDown(false)
  await postScheduled(ctx, later)
  assert.equal((await find())?.state, 'posted')

  const gone = await schedule('x'.repeat(301))
  const bad = await gone.find()
  assert.ok(bad)
  await postScheduled(ctx, bad)
  assert.deepEqual([(await gone.find())?.state, (await gone.find())?.failure], ['failed', '1 character too many'])

  const { find: findLast } = await schedule('Nobody there')
  const last = await findLast()
  assert.ok(last)
  await ctx.main.$client.execute('DELETE FROM sessions')
  await postScheduled(ctx, last)
  assert.match((await findLast())?.failure ?? '', /Sign in/)
})
