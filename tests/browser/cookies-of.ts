// Signed in without walking through the form: for tests that are about something else.
import type { Account } from '#demo/account.ts'
import { signIn } from '../http/scenario.ts'
import type { TestServer } from '../server.ts'

/** The cookies of a fresh session of `account`, as a browser context takes them. */
export async function cookiesOf(server: TestServer, account: Account) {
  const [name = '', value = ''] = (await signIn(server, account)).split('=')
  return [{ name, value, url: server.url }]
}
