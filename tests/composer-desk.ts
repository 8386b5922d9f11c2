// A composer at hand: its form opened and sent as a browser does, and another client that looks at what came of it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { AtpAgent } from '@atproto/api'
import { send, signIn } from './http/scenario.ts'
import type { TestNetwork } from './network.ts'
import type { TestServer } from './server.ts'

export type Fields = [string, string][]

const postType = 'app.bsky.feed.post'

/** Somebody new, at the composer of `server`. */
export async function openComposer(network: TestNetwork, server: TestServer) {
  const account = await network.createAccount(`composer-${randomBytes(2).toString('hex')}`)
  const cookie = await signIn(server, account)
  const foreign = await login(account)

  async function login({ handle, password }: { handle: string; password: string }) {
    const agent = new AtpAgent({ service: network.pdsUrl })
    await agent.login({ identifier: handle, password })
    return agent
  }

  async function open(path = '/compose'): Promise<{ html: string; fields: Fields }> {
    const html = await (await send(server, { name: path, path, cookie })).text()
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    return { html, fields: hidden.map(([, name = '', value = '']) => [name, value]) }
  }

  /** Sends a form as a browser does, with files or without. */
  async function sendForm(fields: Fields, { as = cookie, json = false } = {}) {
    const body = new FormData()
    for (const [name, value] of fields) body.append(name, value)
    const answer = await fetch(`${server.url}/post`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, ...(as ? { cookie: as } : {}), ...(json ? { accept: 'application/json' } : {}) },
      body,
    })
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
  }

  const fieldOf = (fields: Fields, name: string) => fields.find(([field]) => field === name)?.[1] ?? ''
  const keysOf = (fields: Fields) => fields.filter(([name]) => name === 'rkey[]').map(([, value]) => value)

  async function record(rkey: string, collection = postType) {
    const { data } = await foreign.com.atproto.repo.getRecord({ repo: account.did, collection, rkey })
    return data
  }

  async function countPosts(text: string): Promise<number> {
    const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection: postType, limit: 100 })
    return data.records.filter(({ value }) => (value as { text: string }).text === text).length
  }

  /** A form of `texts`, made press by press without JavaScript; the last page's fields and texts. */
  async function writeThread(texts: string[]): Promise<Fields> {
    let { fields } = await open()
    for (const [at, text] of texts.entries()) {
      const key = keysOf(fields)[at] ?? ''
      fields = [...fields, [at === 0 ? 'text' : `text-${key}`, text]]
      if (at === texts.length - 1) return fields
      const { status, location } = await sendForm([...fields, ['do', 'add'], ['gates', '1'], ['quotable', '1']])
      assert.equal(status, 303)
      const next = await open(location)
      const keys = keysOf(next.fields)
      assert.equal(keys.length, at + 2)
      assert.equal(location, `/compose?draft=${fieldOf(next.fields, 'draft')}#post-${keys[at + 1]}`)
      for (const earlier of texts.slice(0, at + 1)) assert.match(next.html, new RegExp(`>${earlier}</textarea>`))
      fields = [
        ...next.fields,
        ...texts
          .slice(0, at + 1)
          .map((done, place): [string, string] => [place === 0 ? 'text' : `text-${keys[place]}`, done]),
      ]
    }
    return fields
  }

  return { account, cookie, foreign, login, open, sendForm, fieldOf, keysOf, record, countPosts, writeThread }
}
