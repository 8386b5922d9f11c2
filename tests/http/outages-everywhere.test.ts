// Upstream hangs, fails, asks for a pause or talks nonsense: every page there is to read answers, and says what it can.
import { after } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { testOutages } from './outage-rounds.ts'
import { listReadPages } from './read-pages.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '1500' } })
after(async () => {
  await server.close()
  await upstream.close()
})

const cookie = await signIn(server, network.account('marit'))
const pages = await listReadPages(network, server.url)

testOutages({
  server,
  setMood: upstream.setMood,
  pages: () => [
    ...pages.public.flatMap((path) => [cookie, ''].map((who) => ({ path, who }))),
    ...pages.own.map((path) => ({ path, who: cookie })),
  ],
  documents: pages.documents,
})
