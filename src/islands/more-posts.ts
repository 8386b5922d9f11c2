// x-data="morePosts": on a pager, brings the next page's posts as its end comes into sight. The address follows the
// posts in sight, so that a reload, a shared link and the way back lead to the same place.

/** Pages that are brought by themselves; after that the link is a link again, and memory stays bounded. */
const mostPages = 20

export function morePosts() {
  let observer: IntersectionObserver | undefined
  let pages = 1
  let isLoading = false

  return {
    init(this: AlpineMagics) {
      const list = listBefore(this.$root)
      if (!list) return
      returnToPlace()
      const load = async () => {
        const next = this.$root.querySelector<HTMLAnchorElement>('a[rel=next]')
        if (isLoading || !next || pages >= mostPages) return
        isLoading = true
        if (await append(next.href, list, this.$root)) pages++
        else observer?.disconnect()
        isLoading = false
      }
      observer = new IntersectionObserver(([entry]) => void (entry?.isIntersecting && load()), { rootMargin: '1200px' })
      observer.observe(this.$root)
      addEventListener('pagehide', () => notePlace(list))
    },

    destroy() {
      observer?.disconnect()
    },
  }
}

function listBefore(pager: Element | null): Element | undefined {
  const before = pager?.previousElementSibling
  return before?.matches('ol') ? before : undefined
}

/** Puts the posts of the page at `address` below `list`, and its pager's links in the place of the old ones. */
async function append(address: string, list: Element, pager: Element): Promise<boolean> {
  const answer = await fetch(address).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return false
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const links = page.querySelector('main .pager')
  const items = [...(listBefore(links)?.children ?? [])]
  const [first] = items
  if (!first || !links) return false
  for (const item of items) {
    const id = item.querySelector('article[id]')?.id
    // What moved down since the last page was made is here already.
    if (id && document.getElementById(id)) item.querySelector('article')?.removeAttribute('id')
  }
  first.setAttribute('data-page', new URL(address).search)
  list.append(...items.map((item) => document.adoptNode(item)))
  pager.replaceChildren(...[...links.childNodes].map((node) => document.adoptNode(node)))
  return true
}

/** Leaves behind which post is on top, and on which page it stands. */
function notePlace(list: Element): void {
  const items = [...list.children]
  const top = items.findIndex((item) => item.getBoundingClientRect().bottom > 60)
  const id = items[top]?.querySelector('article[id]')?.id
  const page = items.slice(0, top + 1).findLast((item) => item.hasAttribute('data-page'))
  if (!id || !page) return
  const offset = items[top]?.getBoundingClientRect().top ?? 0
  history.replaceState({ id, offset }, '', page.getAttribute('data-page'))
}

function returnToPlace(): void {
  const { id, offset } = (history.state ?? {}) as { id?: string; offset?: number }
  const post = id ? document.getElementById(id) : null
  if (!post || typeof offset !== 'number') return
  history.scrollRestoration = 'manual'
  scrollTo(0, post.getBoundingClientRect().top + scrollY - offset)
}
