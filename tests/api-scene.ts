// /api with its people: an owner, a stranger, and keys that may read, write, or are somebody else's.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import type { TestNetwork } from './network.ts'
import { type Person, signInAs } from './person.ts'
import { startServer } from './server.ts'

export type Json = Record<string, unknown>
export type Answer = { status: number; body: Json; headers: Headers }

/** A definition that nothing is wrong with. */
export const definition = { version: 1, sources: [{ type: 'hashtags', tags: ['heron'] }], filters: [] }

/** Starts a SkyPanel that ends after the file's tests. Call it at the top of a file. `call` uses the key that may write. */
export async function openApi(network: TestNetwork, options: Parameters<typeof startServer>[1] = {}) {
  const server = await startServer(network, options)
  after(server.close)

  const tail = randomBytes(2).toString('hex')
  const account = await network.createAccount(`api-owner-${tail}`)
  const owner = await signInAs(server, account)
  const stranger = await signInAs(server, await network.createAccount(`api-other-${tail}`))
  const keys: Record<'write' | 'read' | 'stranger', string> = {
    write: await makeKey(owner, { may: 'write' }),
    read: await makeKey(owner, { may: 'read' }),
    stranger: await makeKey(stranger, { may: 'write' }),
  }

  async function call(
    method: string,
    path: string,
    {
      key = keys.write,
      body,
      headers = {},
    }: { key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers }
  }

  async function makeKey(person: Person, fields: Record<string, string>): Promise<string> {
    const answer = await person.post(
      '/settings/keys',
      { name: 'test', days: '30', ...fields },
      { accept: 'application/json' },
    )
    assert.equal(answer.status, 201, await answer.clone().text())
    return ((await answer.json()) as { key: string }).key
  }

  async function makeFeed(title: string): Promise<string> {
    const { status, body } = await call('POST', '/api/feeds', { body: { title, definition } })
    assert.equal(status, 201, JSON.stringify(body))
    return `/api/feeds/${body.id}`
  }

  return { server, owner, ownerDid: account.did, stranger, keys, call, makeKey, makeFeed }
}
