// Sockets that listen and do nothing else, in a process of their own: most of those that bench/live opens.
import { openSockets } from './live-sockets.ts'

type Order = { port: number; origin: string; first: string | undefined; count: number }

process.on('message', async ({ port, ...order }: Order) => {
  await openSockets(port, order)
  process.send?.('open')
})
process.on('disconnect', () => process.exit())
