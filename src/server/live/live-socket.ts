// One person's socket: what they may say, and what that does.
import { type LiveRules, liveLimits, readSubscription } from './live-server.ts'

/** What a library's socket must be able to do. */
export type Carrier = {
  subscribe: (topic: string) => void
  send: (message: string) => void
  /** Ends the socket with a status of RFC 6455, 7.4. */
  end: (code: number) => void
}

/** `messages` and `topics` so far. */
export type LiveState = { address: string; messages: number; topics: Set<string> }

/** Takes one message. Topics that do not exist are left out; what is no subscription ends the socket with 1008. */
export function takeMessage(rules: LiveRules, state: LiveState, carrier: Carrier, message: string): void {
  const topics = readSubscription(message)
  if (topics === undefined || ++state.messages > liveLimits.messagesPerSocket) return void carrier.end(1008)
  const added = topics.filter((topic) => rules.hasTopic(topic))
  for (const topic of added) {
    if (state.topics.has(topic)) continue
    if (state.topics.size >= liveLimits.topicsPerSocket) return void carrier.end(1008)
    state.topics.add(topic)
    carrier.subscribe(topic)
  }
  carrier.send(JSON.stringify({ subscribed: added }))
}
