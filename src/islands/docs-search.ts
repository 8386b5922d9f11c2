// x-data="docsSearch": finds parts of the documents while somebody types. The list is made of text, never of HTML.
import type MiniSearch from 'minisearch'

type Entry = { id: string; title: string; heading: string }
type Island = { $root: HTMLElement; said: string }

const most = 8

export function docsSearch() {
  let index: Promise<MiniSearch> | undefined
  let asked = ''

  async function fetchIndex(): Promise<MiniSearch> {
    const [{ default: Search }, answer] = await Promise.all([import('minisearch'), fetch('/docs/search.json')])
    const { options, index: made } = await answer.json()
    return Search.loadJS(made, options)
  }

  function draw(list: HTMLElement, entries: Entry[]): void {
    list.replaceChildren(
      ...entries.map(({ id, title, heading }) => {
        const [item, link, small] = [
          document.createElement('li'),
          document.createElement('a'),
          document.createElement('small'),
        ]
        link.href = id
        link.textContent = heading
        small.textContent = heading === title ? '' : title
        link.append(' ', small)
        item.append(link)
        return item
      }),
    )
    list.hidden = entries.length === 0
  }

  return {
    said: '',

    load() {
      index ??= fetchIndex().catch(() => {
        index = undefined
        throw new Error('no index')
      })
      index.catch(() => undefined)
    },

    async find(this: Island & { load: () => void }) {
      const [field, list] = [this.$root.querySelector('input'), this.$root.querySelector('ol')]
      asked = field?.value.trim() ?? ''
      const typed = asked
      this.load()
      const search = await index?.catch(() => undefined)
      if (typed !== asked || !list) return
      if (!search) {
        this.said = 'The search did not load; Enter leads to all headings.'
        return
      }
      const entries = typed === '' ? [] : (search.search(typed).slice(0, most) as unknown as Entry[])
      draw(list, entries)
      this.said = typed === '' ? '' : entries.length === 0 ? 'Nothing found.' : `${entries.length} places found.`
    },

    /** Enter opens the first place; without any, the page of all headings. */
    open(this: Island, event: Event) {
      const first = this.$root.querySelector<HTMLAnchorElement>('ol:not([hidden]) a')
      if (!first) return
      event.preventDefault()
      location.assign(first.href)
    },
  }
}
