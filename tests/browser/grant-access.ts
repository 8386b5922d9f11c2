// Signing in by OAuth as a person does: our form, the questions of their own server, and back.
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from '../network.ts'
import type { TestServer } from '../server.ts'

type Access = { server: TestServer; network: TestNetwork; account: Account; next: string }

/** From our form to the PDS's question, its password given. */
export async function askServer(page: Page, { server, network, account, next }: Access): Promise<void> {
  await page.goto(`${server.url}/sign-in?${new URLSearchParams({ next })}`)
  await page.getByLabel('Your handle').first().fill(account.handle)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.waitForURL(`${network.pdsUrl}/**`)
  await page.locator('input[type=password]').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize' }).waitFor()
}

/** Until the page `next` of the box is open, signed in. */
export async function grantAccess(page: Page, access: Access): Promise<void> {
  await askServer(page, access)
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(access.server.url + access.next)
}
