// The network behind proxies that misbehave when told: its AppView, and its PDS wherever the directory leads to it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Change, type Mood, type Steer, startHostileProxy } from './hostile-proxy.ts'

type Addresses = { appviewUrl: string; pdsUrl: string; plcUrl: string }

/** `settings` lead a SkyPanel to it; both proxies are in the same mood. */
export async function startHostileNetwork(network: Addresses) {
  const appview = await startHostileProxy(network.appviewUrl)
  const pds = await startHostileProxy(network.pdsUrl)
  const directory = createServer((request, response) => {
    const passed = fetch(network.plcUrl + request.url).then(async (answer) => {
      const body = (await answer.text()).replaceAll(network.pdsUrl, pds.url)
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body)
    })
    passed.catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => directory.listen(0, '127.0.0.1', resolve))
  const plcUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`
  return {
    pds,
    settings: { APPVIEW_URL: appview.url, PLC_URL: plcUrl },
    setMood(mood: Mood, only?: RegExp): void {
      for (const proxy of [appview, pds]) proxy.set(mood, only)
    },
    change(next: Change | undefined): void {
      for (const proxy of [appview, pds]) proxy.change(next)
    },
    steer(next: Steer | undefined): void {
      for (const proxy of [appview, pds]) proxy.steer(next)
    },
    async close(): Promise<void> {
      directory.closeAllConnections()
      await Promise.all([appview.close(), pds.close(), new Promise((resolve) => directory.close(resolve))])
    },
  }
}
