// Tells the page around an embed how tall it is. Nothing needs it: without it the embed has the height that it was given.
{
  const id = new URLSearchParams(location.search).get('id')
  const ports = new Set()
  let height = 0
  const tell = (port) => port.postMessage(height)
  const look = () => {
    const now = Math.ceil(document.querySelector('main').getBoundingClientRect().height)
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
  const start = () => new ResizeObserver(look).observe(document.querySelector('main'))
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start)
  else start()
}
