// x-data="feedUpdates": says when a feed has new posts, and shows them above the others when asked.
//
// data-topic  `feed:<id>` on /live     data-key    `:<key>` of a secret link
// data-posts  where newer posts are     data-after  the newest place on the page

type State = { count: number; isLive: boolean }

const longestPause = 30_000
const often = 30_000

export function feedUpdates() {
  let root: HTMLElement
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: ReturnType<typeof setInterval> | undefined
  let attempt = 0
  let isLooking = false
  let isOutdated = false

  const ask = (how: RequestInit = {}) => fetch(newer(), how).catch(() => undefined)

  /** The address has the key of a secret feed in it. */
  const newer = () => {
    const address = new URL(root.dataset.posts ?? '', location.href)
    address.searchParams.set('after', root.dataset.after ?? '')
    return address
  }

  /** What arrived while nobody was listening: after a break, and between the making of the page and the subscription. */
  const look = async (state: State) => {
    isLooking = true
    do {
      isOutdated = false
      const { after } = root.dataset
      const answer = await ask({ headers: { accept: 'application/json' }, cache: 'no-store' })
      const { count } = answer?.ok ? await answer.json().catch(() => ({})) : {}
      if (after !== root.dataset.after) isOutdated = true
      else if (Number.isInteger(count)) state.count = count
      // What came meanwhile may or may not be in the answer.
    } while (isOutdated)
    isLooking = false
  }

  const open = (state: State) => {
    const address = new URL('/live', location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const opened = new WebSocket(address)
    socket = opened
    opened.onopen = () => {
      attempt = 0
      state.isLive = true
      opened.send(JSON.stringify({ subscribe: [`${root.dataset.topic}${root.dataset.key ?? ''}`] }))
    }
    opened.onmessage = ({ data }) => {
      const { subscribed, topic, count } = read(data)
      if (isLooking) isOutdated = true
      else if (Array.isArray(subscribed)) void look(state)
      else if (topic === root.dataset.topic && Number.isInteger(count)) state.count += Math.max(0, Number(count))
    }
    opened.onclose = () => {
      if (socket !== opened) return
      state.isLive = false
      const pause = Math.min(longestPause, 500 * 2 ** attempt++)
      timer = setTimeout(() => open(state), pause * (0.5 + Math.random()))
    }
  }

  return {
    count: 0,
    /** Whether news would arrive by themselves: taken for granted until it fails. Otherwise the link stays a link. */
    isLive: true,

    get label() {
      if (this.count === 0) return 'Look for new posts'
      return this.count === 1 ? '1 new post' : `${this.count > 99 ? '99+' : this.count} new posts`
    },

    get isQuiet() {
      return this.isLive && this.count === 0
    },

    init(this: State & AlpineMagics) {
      root = this.$root
      if (self.origin !== 'null') return open(this)
      // A sandboxed frame has no origin that /live could trust, so it asks.
      this.isLive = false
      asking = setInterval(() => void look(this), often)
    },

    destroy() {
      clearTimeout(timer)
      clearInterval(asking)
      const closing = socket
      socket = undefined
      closing?.close()
    },

    /** The posts come as the page's own view draws them. Where that does not fit, the page is opened anew. */
    async show(this: State) {
      const answer = await ask()
      const text = answer?.ok ? await answer.text() : ''
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector<HTMLElement>('ol[data-newest]')
      const list = document.getElementById('posts')
      const items = [...(fresh?.children ?? [])].map((item) => document.importNode(item, true))
      if (!list || !fresh || fresh.dataset.whole !== 'true' || items.length === 0)
        return location.assign(location.pathname + location.search)
      list.prepend(...items)
      root.dataset.after = fresh.dataset.newest
      this.count = 0
      if (!isLooking) void look(this)
      const first = items[0]?.querySelector<HTMLElement>('article')
      first?.setAttribute('tabindex', '-1')
      first?.focus({ preventScroll: true })
    },
  }
}

/** What /live says, unchecked. */
function read(data: unknown): { topic?: unknown; count?: unknown; subscribed?: unknown } {
  try {
    return JSON.parse(String(data)) ?? {}
  } catch {
    return {}
  }
}
