// x-data="unreadBadge": the number beside Notifications, as the firehose carries them. Also tells the page.
//
// data-count  how many were unread when the page was made; dispatches `unread-news` when there are more

type Badge = { count: number } & AlpineMagics

const topic = 'notifications'
const longestPause = 60_000

export function unreadBadge() {
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let isLooking = false
  let isOutdated = false

  const set = (badge: Badge, count: unknown) => {
    if (!Number.isInteger(count)) return
    if (Number(count) > badge.count) badge.$dispatch('unread-news')
    badge.count = Number(count)
  }

  /** What came while nobody was listening: after a break, and between the making of the page and the subscription. */
  const look = async (badge: Badge) => {
    isLooking = true
    do {
      isOutdated = false
      const answer = await fetch('/notifications/unread', { headers: { accept: 'application/json' } }).catch(
        () => undefined,
      )
      const { count } = answer?.ok ? await answer.json().catch(() => ({})) : {}
      set(badge, count)
      // What came meanwhile may or may not be in the answer.
    } while (isOutdated)
    isLooking = false
  }

  const open = (badge: Badge) => {
    const address = new URL('/live', location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const opened = new WebSocket(address)
    socket = opened
    opened.onopen = () => opened.send(JSON.stringify({ subscribe: [topic] }))
    opened.onmessage = ({ data }) => {
      const { topic: about, count, subscribed } = read(data)
      if (isLooking) isOutdated = true
      else if (about === topic && Number.isInteger(count)) set(badge, badge.count + Number(count))
      if (!Array.isArray(subscribed) || !subscribed.includes(topic)) return
      attempt = 0
      if (!isLooking) void look(badge)
    }
    opened.onclose = () => {
      if (socket !== opened) return
      const pause = Math.min(longestPause, 1000 * 2 ** attempt++)
      timer = setTimeout(() => open(badge), pause * (0.5 + Math.random()))
    }
  }

  const close = () => {
    clearTimeout(timer)
    const closing = socket
    socket = undefined
    closing?.close()
  }

  return {
    count: 0,

    get isEmpty() {
      return this.count === 0
    },

    get label() {
      return this.count > 49 ? '50+' : String(this.count)
    },

    init(this: Badge) {
      this.count = Number(this.$root.dataset.count)
      open(this)
      // A page with an open socket is not kept for the way back.
      addEventListener('pagehide', close)
      addEventListener('pageshow', (event) => event.persisted && open(this))
    },

    destroy: close,
  }
}

/** What /live says, unchecked. */
function read(data: unknown): { topic?: unknown; count?: unknown; subscribed?: unknown } {
  try {
    return JSON.parse(String(data))
  } catch {
    return {}
  }
}
