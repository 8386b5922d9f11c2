// HTTP tests as a table: what is sent, what must come back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestServer } from '../server.ts'

export type Scenario = {
  name: string
  method?: string
  /** The path, with its query. */
  path: string
  headers?: Record<string, string>
  /** A string, or the fields of a form, which is sent as our pages send it. */
  body?: string | Record<string, string>
  /** The `Cookie` header. */
  cookie?: string
  status: number
  /** What the `Location` header must be. */
  location?: string
  contains?: (string | RegExp)[]
  lacks?: string[]
}

/** Whatever answers at an address. */
type Box = Pick<TestServer, 'url'>

/** What our own pages send with a form. */
export function formHeaders(server: Box): Record<string, string> {
  return { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' }
}

/** Sends a scenario's request; redirects are not followed. */
export async function send(server: Box, { method, path, headers, body, cookie }: Omit<Scenario, 'status'>) {
  const isForm = typeof body === 'object'
  return fetch(server.url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: { ...(isForm ? formHeaders(server) : {}), ...(cookie ? { cookie } : {}), ...headers },
    ...(body === undefined ? {} : { body: isForm ? new URLSearchParams(body).toString() : body }),
  })
}

/** Makes one test of each scenario. Every answer must carry the headers that all of ours carry. */
export function testScenarios(server: TestServer, scenarios: Scenario[]): void {
  for (const scenario of scenarios) {
    test(scenario.name, async () => {
      const response = await send(server, scenario)
      const text = await response.text()
      assert.equal(response.status, scenario.status, text.slice(0, 500))
      if (scenario.location !== undefined) assert.equal(response.headers.get('location'), scenario.location)
      for (const part of scenario.contains ?? []) {
        assert.ok(
          typeof part === 'string' ? text.includes(part) : part.test(text),
          `lacks ${part}: ${text.slice(0, 2000)}`,
        )
      }
      for (const part of scenario.lacks ?? []) assert.ok(!text.includes(part), `contains ${part}`)
      assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
      assert.doesNotMatch(response.headers.get('content-security-policy') ?? '', /unsafe/)
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    })
  }
}

/** Signs in with a password and gives back the `Cookie` header for later requests. */
export async function signIn(server: Box, account: { handle: string; password: string }): Promise<string> {
  const body = { handle: account.handle, password: account.password }
  const response = await send(server, { name: 'sign in', path: '/auth/password', body })
  assert.equal(response.status, 303, await response.text())
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** Whether the box knows who sends this cookie: it sends them away from the page to sign in on. */
export async function isSignedIn(server: TestServer, cookie: string): Promise<boolean> {
  const response = await send(server, { name: 'who am I', path: '/sign-in', cookie })
  await response.text()
  return response.status === 303
}
