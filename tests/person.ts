// Somebody at a browser without JavaScript: a cookie and plain forms.
import type { Account } from '#demo/account.ts'
import { send, signIn } from './http/scenario.ts'
import type { TestServer } from './server.ts'

export type Person = {
  cookie: string
  /** GET of a path. Redirects are not followed. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** A form sent from a page of the box. Redirects are not followed. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>
}

/** Somebody signed out; `cookie` makes them somebody. */
export function createPerson(server: Pick<TestServer, 'url'>, cookie = ''): Person {
  return {
    cookie,
    get: (path, headers = {}) => send(server, { name: path, path, headers, cookie }),
    post: (path, body = {}, headers = {}) => send(server, { name: path, path, headers, body, cookie }),
  }
}

/** `account`, signed in with its password. */
export async function signInAs(server: Pick<TestServer, 'url'>, account: Account): Promise<Person> {
  return createPerson(server, await signIn(server, account))
}
