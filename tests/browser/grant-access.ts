// Signing in by OAuth as a person does: our form, the questions of their own server, and back.
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from '../network.ts'
import type { TestServer } from '../server.ts'

/** Until the page `next` of the box is open, signed in. */
export async function grantAccess(
  page: Page,
  { server, network, account, next }: { server: TestServer; network: TestNetwork; account: Account; next: string },
): Promise<void> {
  await page.goto(`${server.url}/sign-in?${new URLSearchParams({ next })}`)
  await page.getByLabel('Your handle').first().fill(account.handle)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.waitForURL(`${network.pdsUrl}/**`)
  await page.locator('input[type=password]').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.waitForURL(server.url + next)
}
