// The service worker: when SkyPanel cannot be reached, the timeline that was read last, or a page that says so.
// Pages come from the network always; nothing is shown from here while the network answers. Also shows push messages.

const files = 'files-1'
const pages = 'pages-1'
/** More than a build has: files of earlier ones go. */
const mostFiles = 40
/** One timeline, under one name: only the last one read is kept. */
const timeline = '/'

self.addEventListener('install', (event) => {
  event.waitUntil(keepOffline().then(() => self.skipWaiting()))
})

/** The page that says so, and what it needs. */
async function keepOffline() {
  const answer = await fetch('/offline', { cache: 'reload' })
  if (!answer.ok) throw new Error(`/offline answered ${answer.status}`)
  const html = await answer.clone().text()
  await (await caches.open(pages)).put('/offline', answer)
  await (await caches.open(files)).addAll([...new Set(html.match(/\/_astro\/[^"]+/g))])
}

self.addEventListener('activate', (event) => {
  const known = [files, pages]
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => !known.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(answerPage(request, pathname))
  else if (pathname.startsWith('/_astro/')) event.respondWith(answerFile(request))
})

/** Their names change with their content, so a copy is as good as the file. */
async function answerFile(request) {
  const cache = await caches.open(files)
  const known = await cache.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    const kept = await cache.keys()
    await Promise.all(kept.slice(0, Math.max(0, kept.length - mostFiles)).map((old) => cache.delete(old)))
  }
  return answer
}

async function answerPage(request, pathname) {
  try {
    const answer = await fetch(request)
    if (pathname === timeline && answer.ok && !answer.redirected) await keep(answer.clone())
    return answer
  } catch {
    const cache = await caches.open(pages)
    const kept = pathname === timeline ? await cache.match(timeline) : undefined
    return kept ?? (await cache.match('/offline')) ?? Response.error()
  }
}

/** Keeps the page with a line that says when it was read: it is shown only when there is no newer one. */
async function keep(answer) {
  const html = await answer.text()
  if (!html.includes('<ol class="posts"')) return
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ')
  const line = `<p class="asof" role="status">SkyPanel cannot be reached. This is what you read last, ${at} UTC.</p>`
  const body = html.replace(/<main [^>]*>/, (main) => main + line)
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  const policy = answer.headers.get('content-security-policy')
  if (policy) headers['content-security-policy'] = policy
  const cache = await caches.open(pages)
  await cache.put(timeline, new Response(body, { headers }))
}

/** What `web` sent (src/server/push/push-words.ts). A browser takes back the right to be told if nothing is shown. */
self.addEventListener('push', (event) => {
  const { title, body, url, tag, at, lang } = readMessage(event.data)
  const shown = { body, tag, lang, dir: 'auto', timestamp: at, icon: '/icon-192.png', data: { url } }
  event.waitUntil(self.registration.showNotification(title, shown))
})

function readMessage(data) {
  try {
    return data.json()
  } catch {
    return { title: 'Something new for you', url: '/notifications' }
  }
}

/** To the page in a window that is open, else in a new one. Only paths of ours are opened. */
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const to = new URL(String(event.notification.data?.url), self.location.origin)
  event.waitUntil(openPage(to.origin === self.location.origin ? to.href : '/notifications'))
})

async function openPage(url) {
  const [open] = await self.clients.matchAll({ type: 'window' })
  if (!open) return self.clients.openWindow(url)
  await open.focus()
  return open.navigate(url)
}
