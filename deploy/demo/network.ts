// A real AT Protocol network on this machine, for the demo and the tests: PLC, PDS, AppView, PostgreSQL.
import { type ChildProcess, fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Account, createAccount } from './account.ts'
import { endGroup, signalGroup } from './process-group.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Ports that are not given are chosen by the operating system. */
export type NetworkOptions = { pdsPort?: number; plcPort?: number; appviewPort?: number; signal?: AbortSignal }
export type NetworkParams = NetworkOptions & { folder: string; mode: 'full' | 'pds' }
/** A label as its labeler (`src`) states it. `cid` is '' for a label on an account or on every version of a record. */
export type Label = { src: string; uri: string; cid: string; val: string }
export type NetworkCommand = { id: number } & (
  | { do: 'settle' }
  | { do: 'label'; labels: Label[] }
  | { do: 'trust'; did: string }
  | { do: 'suggest'; feeds: string[]; follows: string[] }
)

/** What other programs need to reach the network; plain JSON. */
export type PdsNetworkAddress = { pdsUrl: string; plcUrl: string; firehoseUrl: string }
export type NetworkAddress = PdsNetworkAddress & {
  appviewUrl: string
  appviewDid: string
  /** Where the AppView serves pictures. */
  imageOrigin: string
  /** The AppView's own moderation service: its labels apply without being asked for. */
  modServiceDid: string
  /** The feed generator whose feeds the seed publishes. */
  feedsDid: string
  /** The environment that makes a SkyPanel use this network. */
  settings: Record<string, string>
}
type Running = {
  /** Makes an account on the PDS. `name` becomes `name.test`. */
  createAccount(name: string, password?: string): Promise<Account>
  /** Ends every process and frees every port and folder; may be called twice. */
  close(): Promise<void>
}
export type PdsNetwork = PdsNetworkAddress & Running
export type DemoNetwork = NetworkAddress &
  Running & {
    /** Resolves when the AppView has indexed everything that the PDS has accepted so far. */
    settle(): Promise<void>
    addLabels(labels: Label[]): Promise<void>
    /** Makes an account a trusted verifier, whose app.bsky.graph.verification records count. It must be indexed. */
    trust(did: string): Promise<void>
    /** What the AppView suggests to everybody: feeds by their at-uri, people by their DID, the first first. */
    suggest(feeds: string[], follows: string[]): Promise<void>
  }

/** Starts the whole network. Takes 5–9 s and about 600 MB. Throws with the reason, leaving nothing behind. */
export async function startNetwork(options: NetworkOptions = {}): Promise<DemoNetwork> {
  const { ready, command, ...running } = await startProcess('full', options)
  const { pdsUrl, plcUrl, appviewUrl, appviewDid, modServiceDid, feedsDid } = ready
  const firehoseUrl = pdsUrl.replace('http', 'ws')
  return {
    ...{ pdsUrl, plcUrl, firehoseUrl, appviewUrl, appviewDid, modServiceDid, feedsDid, imageOrigin: appviewUrl },
    settings: {
      PLC_URL: plcUrl,
      APPVIEW_URL: appviewUrl,
      APPVIEW_DID: appviewDid,
      RELAY_URL: firehoseUrl,
      HANDLE_RESOLVER_URL: pdsUrl,
      ALLOW_PRIVATE_NETWORK: 'true',
      IMAGE_ORIGINS: appviewUrl,
    },
    ...running,
    createAccount: (name, password) => createAccount(pdsUrl, name, password),
    settle: () => command({ do: 'settle' }),
    addLabels: (labels) => command({ do: 'label', labels }),
    trust: (did) => command({ do: 'trust', did }),
    suggest: (feeds, follows) => command({ do: 'suggest', feeds, follows }),
  }
}

/** Starts PLC and PDS only: a real `subscribeRepos` without an AppView. */
export async function startPdsNetwork(options: NetworkOptions = {}): Promise<PdsNetwork> {
  const { ready, command: _, ...running } = await startProcess('pds', options)
  const { pdsUrl, plcUrl } = ready
  const firehoseUrl = pdsUrl.replace('http', 'ws')
  return {
    ...{ pdsUrl, plcUrl, firehoseUrl },
    ...running,
    createAccount: (name, password) => createAccount(pdsUrl, name, password),
  }
}

type Ready = Omit<NetworkAddress, 'firehoseUrl' | 'imageOrigin' | 'settings'>
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
type Message = { ready?: Ready; failed?: string; done?: number; error?: string }

/** A port that was free may be taken a moment later, so a start on ports that nobody named is tried again. */
async function startProcess(mode: NetworkParams['mode'], options: NetworkOptions) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryStart(mode, options)
    } catch (error) {
      const chosen = options.pdsPort ?? options.plcPort ?? options.appviewPort
      if (chosen !== undefined || attempt === 5 || !/EADDRINUSE|Address already in use/.test(String(error))) throw error
    }
  }
}

async function tryStart(mode: NetworkParams['mode'], { signal, ...ports }: NetworkOptions) {
  signal?.throwIfAborted()
  const folder = await temporaryFolder('skypanel-network-')
  const params: NetworkParams = { ...ports, folder, mode }
  const child = fork(fileURLToPath(new URL('network-process.ts', import.meta.url)), [JSON.stringify(params)], {
    // A group of its own: Ctrl-C in the terminal reaches us, and we end the network in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, LOG_ENABLED: 'false', REDIS_HOST: '127.0.0.1:1', NODE_ENV: 'development', NODE_OPTIONS: '' },
  })
  let listens = false
  const close = onlyOnce(() => end(child, folder, listens))
  try {
    const ready = await readiness(child, signal)
    listens = true
    return { ready, close, command: commander(child) }
  } catch (error) {
    await close()
    throw error
  }
}

/** Resolves with what the child says when all services answer. */
function readiness(child: ChildProcess, signal?: AbortSignal): Promise<Ready> {
  let says = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    says = (says + chunk).slice(-4096)
  })
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    child.once('error', reject)
    child.once('exit', (code, by) => reject(new Error(`the network's process ended (${by ?? code}) ${says}`.trim())))
    child.once('message', ({ ready, failed }: Message) => {
      if (ready) resolve(ready)
      else reject(new Error(`the network did not start: ${failed}`))
    })
  })
}

/** Sends commands to the child; each call resolves when the child has done it. */
function commander(child: ChildProcess) {
  const waiting = new Map<number, (error?: string) => void>()
  let last = 0
  child.on('message', ({ done, error, failed }: Message) => {
    if (done !== undefined) waiting.get(done)?.(error)
    else if (failed) for (const settle of waiting.values()) settle(failed)
  })
  child.on('exit', () => {
    for (const settle of waiting.values()) settle('the network has ended')
  })
  return async (command: WithoutId<NetworkCommand>): Promise<void> => {
    if (!child.connected) throw new Error('the network has ended')
    last += 1
    const id = last
    child.send({ ...command, id })
    await new Promise<void>((resolve, reject) => {
      waiting.set(id, (error) => {
        waiting.delete(id)
        if (error) reject(new Error(`${command.do}: ${error}`))
        else resolve()
      })
    })
  }
}

/** Ends the child in order when it listens; while it starts, which blocks it for seconds, by a signal to its group. */
async function end(child: ChildProcess, folder: string, listens: boolean): Promise<void> {
  const ask = () => {
    if (listens && child.connected) child.send({ do: 'stop' })
    else signalGroup(child, 'SIGINT')
  }
  await endGroup(child, ask, 10_000)
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

function onlyOnce(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => {
    result ??= action()
    return result
  }
}
