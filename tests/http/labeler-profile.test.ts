// The profile of a labeler opens on its labels; its posts are a tab beside them, and all there is when labels do not come.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings })
after(async () => {
  await server.close()
  await upstream.close()
})

const path = '/profile/marsh.test'
const current = (tab: string, href: string) => `<a href="${href}" aria-current="page">${tab}</a>`

test('without its labels there are its posts', async () => {
  const stranger = createPerson(server)
  upstream.setMood('fail', /getServices$/)
  try {
    const answer = await stranger.get(path)
    assert.equal(answer.status, 200)
    assert.ok((await answer.text()).includes(current('Posts', `${path}?tab=posts`)))
  } finally {
    upstream.setMood('fine')
  }
  await waitFor('upstream is asked again', async () => (await stranger.get('/hashtag/anything')).status === 200)
  // What a stranger was sent is kept for some seconds.
  await waitFor('the page has its labels again', async () => {
    return !(await (await stranger.get(path)).text()).includes(current('Posts', `${path}?tab=posts`))
  })
})

for (const [name, person] of [
  ['signed out', createPerson(server)],
  ['signed in', await signInAs(server, network.account('marit'))],
] as const) {
  const read = async (address: string) => {
    const answer = await person.get(address)
    assert.equal(answer.status, 200, address)
    return answer.text()
  }

  test(`${name}: labels first, posts by their tab`, async () => {
    const labels = await read(path)
    assert.ok(labels.includes(current('Labels', path)))
    assert.match(labels, /<section class="sect">/)
    const posts = await read(`${path}?tab=posts`)
    assert.ok(posts.includes(current('Posts', `${path}?tab=posts`)))
    assert.ok(posts.includes(`<a href="${path}">Labels</a>`))
  })
}
