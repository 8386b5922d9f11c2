// Menus of posts and profiles in a browser: with a script a box beside the button, without one a page. Both are sound.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useNetwork } from '../network.ts'
import { useActs } from './act-desk.ts'
import { checkColours, checkPage } from './check-page.ts'

const desk = useActs(await useNetwork(), 'menus')

for (const [name, options] of [
  ['with JavaScript', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
] as const) {
  test(`mutes somebody from their profile and takes it back, ${name}`, async (t) => {
    const page = await desk.open(t, options)
    const { server, scene } = desk
    await page.goto(`${server.url}/profile/${scene.other.account.handle}`)
    await page
      .locator('.who')
      .getByRole('button', { name: /^More actions/ })
      .click()
    await page
      .locator('.does')
      .getByRole('button', { name: /^Mute menus/ })
      .click()
    await page.locator('.said p', { hasText: /^Muted menus/ }).waitFor()
    await page.locator('.who .tag', { hasText: 'Muted by you' }).waitFor()
    await page.locator('.said').getByRole('button', { name: 'Undo' }).click()
    await page.locator('.said p', { hasText: /^Unmuted menus/ }).waitFor()
    await page.locator('.who .tag', { hasText: 'Muted by you' }).waitFor({ state: 'detached' })
  })
}

test('the menu of a post opens beside it, is walked by keys, and closes on Escape', async (t) => {
  const page = await desk.open(t, { bypassCSP: true })
  const { server, scene } = desk
  const [, , did, , rkey] = scene.root.split('/')
  await page.goto(`${server.url}/profile/${did}/post/${rkey}`)
  const more = page.locator('.focus').getByRole('button', { name: 'More actions' })
  await more.click()
  const box = page.locator('.pop')
  await box.waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  assert.equal(await focused(), 'Quote')
  await page.keyboard.press('ArrowDown')
  assert.equal(await focused(), 'Pin to your profile')
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  assert.equal(await more.getAttribute('aria-expanded'), 'false')
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'More actions')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages are sound, ${colorScheme}`, async (t) => {
    const page = await desk.open(t, { bypassCSP: true, colorScheme })
    const { server, scene } = desk
    const root = encodeURIComponent(scene.root)
    const check = colorScheme === 'light' ? checkPage : checkColours
    for (const path of [
      `/post/menu?uri=${root}`,
      `/post/menu?uri=${encodeURIComponent(scene.quote)}`,
      `/profile/${scene.other.account.handle}/menu`,
      `/post/gate?uri=${root}`,
      `/post/delete?uri=${root}`,
      `/report?subject=${encodeURIComponent(scene.reply)}`,
      '/moderation/muted-words',
    ]) {
      await check(page, server.url + path)
    }
  })
}
