// One person's socket: what they may say, and what that does.
import { type LiveRules, liveLimits, readSubscription } from './live-server.ts'

/** What a library's socket must be able to do. */
export type Carrier = {
  subscribe: (topic: string) => void
  send: (message: string) => void
  /** Ends the socket with a status of RFC 6455, 7.4. */
  end: (code: number) => void
}

/** `messages` and `topics` so far; `cookie` as it came with the handshake. */
export type LiveState = {
  address: string
  cookie: string | undefined
  messages: number
  topics: Set<string>
  isClosed: boolean
}

/** What a page asks for to hear what concerns its own reader. */
const ownTopic = 'notifications'

export function createState(address: string, cookie: string | undefined): LiveState {
  return { address, cookie, messages: 0, topics: new Set(), isClosed: false }
}

/** Takes one message. Topics that do not exist are left out; what is no subscription ends the socket with 1008. */
export function takeMessage(rules: LiveRules, state: LiveState, carrier: Carrier, message: string): void {
  const topics = readSubscription(message)
  if (topics === undefined || ++state.messages > liveLimits.messagesPerSocket) return void carrier.end(1008)
  const found = topics.map((topic) => {
    if (topic !== ownTopic) return rules.findChannel(topic, state.cookie)
    return rules.findOwnTopic?.(state.cookie)
  })
  const finish = (channels: (string | undefined)[]) => {
    if (state.isClosed) return
    const taken = channels.flatMap((name, at) => (name === undefined ? [] : [{ name, said: topics[at] ?? '' }]))
    join(
      state,
      carrier,
      taken.map(({ name }) => name),
      taken.map(({ said }) => said),
    )
  }
  // Most ask for nothing that has to be looked up.
  if (found.some((one) => one instanceof Promise)) void Promise.all(found).then(finish)
  else finish(found as (string | undefined)[])
}

/** `names` are what is published, `said` what the page calls them. */
function join(state: LiveState, carrier: Carrier, names: string[], said: string[]): void {
  for (const topic of names) {
    if (state.topics.has(topic)) continue
    if (state.topics.size >= liveLimits.topicsPerSocket) return void carrier.end(1008)
    state.topics.add(topic)
    carrier.subscribe(topic)
  }
  carrier.send(JSON.stringify({ subscribed: said }))
}
