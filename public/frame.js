// Tells the page around an embed how tall it is, and keeps it up to date. Nothing needs it: without it the embed has the
// height that it was given, and the posts that it came with.
{
  const id = new URLSearchParams(location.search).get('id')
  const ports = new Set()
  const often = 60_000
  let height = 0
  const main = () => document.querySelector('main')
  const tell = (port) => port.postMessage(height)
  const look = () => {
    const now = Math.ceil(main().getBoundingClientRect().height)
    if (now === height) return
    height = now
    ports.forEach(tell)
    // What the embed.js of Bluesky listens for.
    parent.postMessage({ height, id }, '*')
  }
  // Whoever hands over a port is told through it, and needs no script that listens to every message.
  addEventListener('message', ({ ports: [port] }) => {
    if (!port) return
    ports.add(port)
    if (height > 0) tell(port)
  })
  const observer = new ResizeObserver(look)
  // Nothing is taken away from under somebody who reads further down, has opened something, plays or marks something.
  const isUsed = () =>
    scrollY > 0 ||
    document.activeElement !== document.body ||
    document.querySelector('[open]') ||
    !getSelection().isCollapsed ||
    [...document.querySelectorAll('video, audio')].some((media) => !media.paused)
  const renew = async () => {
    if (document.hidden || isUsed()) return
    const answer = await fetch(location.href, { cache: 'no-cache', credentials: 'omit' }).catch(() => undefined)
    if (!answer?.ok) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = fresh.querySelector('main')
    if (!next || isUsed() || next.innerHTML === main().innerHTML) return
    document.body.replaceChildren(...document.adoptNode(fresh.body).childNodes)
    observer.disconnect()
    observer.observe(main())
  }
  const start = () => {
    observer.observe(main())
    // An older page stays what it is.
    if (!new URLSearchParams(location.search).has('before')) setInterval(renew, often)
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start)
  else start()
}
