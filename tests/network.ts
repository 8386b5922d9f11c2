// The network that tests run against: the shared one that the test runner started, or one of the file's own.
import { after } from 'node:test'
import { type Account, createAccount } from '#demo/account.ts'
import type { NetworkAddress } from '#demo/network.ts'
import { waitFor } from './wait-for.ts'

/** A seeded network as plain JSON, so that it can be handed to another process. */
export type SeededNetwork = NetworkAddress & {
  /** The main account (`marit.test`) first. */
  accounts: Account[]
  /** Posts by their keys in deploy/demo/seed/posts. */
  posts: Record<string, { uri: string; cid: string }>
  /** Lists by their keys in deploy/demo/seed/lists.ts. */
  lists: Record<string, { uri: string; cid: string }>
  /** Feeds by their keys in deploy/demo/seed/feeds.ts. */
  feeds: Record<string, { uri: string; cid: string }>
}
export type TestNetwork = SeededNetwork & {
  /** The account of a seeded person, by the first part of the handle. Throws when there is none. */
  account(name: string): Account
  /** Makes a fresh account that the AppView knows, so that a test may write without disturbing others. */
  createAccount(name: string): Promise<Account>
}

/** Where the test runner leaves the shared network, as JSON of a SeededNetwork. */
export const networkVariable = 'SKYPANEL_TEST_NETWORK'

/** Starts and seeds a network; `close` ends it. For the test runner. */
export async function startSeededNetwork(say: (line: string) => void = () => {}) {
  // Loaded here, because nearly every test file is handed a network that runs.
  const { startNetwork } = await import('#demo/network.ts')
  const { seedNetwork } = await import('#demo/seed/seed-network.ts')
  const network = await startNetwork()
  try {
    const { accounts, posts, lists, feeds } = await seedNetwork(network, say)
    const { close, createAccount: _, settle: __, addLabels: ___, trust: ____, suggest: _____, ...address } = network
    const seeded: SeededNetwork = { ...address, accounts, posts, lists, feeds }
    return { seeded, close }
  } catch (error) {
    await network.close()
    throw error
  }
}

/**
 * The shared network, or, when a file is run alone, one of its own that is ended after its tests. Call it at the top
 * of a file, not in a hook (what a hook registers with `after` runs when the hook ends). Tests share it: write only to
 * accounts that you made.
 */
export async function useNetwork(): Promise<TestNetwork> {
  const shared = process.env[networkVariable]
  if (shared) return withAccounts(JSON.parse(shared))
  const { seeded, close } = await startSeededNetwork()
  after(close)
  return withAccounts(seeded)
}

function withAccounts(seeded: SeededNetwork): TestNetwork {
  return {
    ...seeded,
    account(name) {
      const found = seeded.accounts.find(({ handle }) => handle === `${name}.test`)
      if (!found) throw new Error(`nobody is called ${name}`)
      return found
    },
    async createAccount(name) {
      const account = await createAccount(seeded.pdsUrl, name)
      const asked = `${seeded.appviewUrl}/xrpc/app.bsky.actor.getProfile?actor=${account.did}`
      await waitFor(`the AppView knows ${account.handle}`, async () => {
        const profile = (await (await fetch(asked)).json()) as { handle?: string }
        return profile.handle === account.handle
      })
      return account
    },
  }
}
