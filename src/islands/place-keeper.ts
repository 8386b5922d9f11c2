// x-data="placeKeeper": tells the server which post stands on top of the window when its reader goes.
//
// data-feed  what is read     li[data-at]  its posts, and when each came into it

/** Where the bar of the page ends, in pixels. */
const top = 112

export function placeKeeper() {
  let root: HTMLElement
  let told = ''

  const tell = () => {
    const first = [...root.querySelectorAll<HTMLElement>('li[data-at]')].find(
      (item) => item.getBoundingClientRect().bottom > top,
    )
    const uri = first?.querySelector<HTMLInputElement>('.acts input[name=uri]')?.value
    if (!uri || uri === told) return
    told = uri
    const { feed = '' } = root.dataset
    navigator.sendBeacon('/place', new URLSearchParams({ feed, uri, at: first?.dataset.at ?? '' }))
  }
  const leave = () => {
    // Who has not moved is where the server thinks they are.
    if (document.visibilityState === 'hidden' && (scrollY > 0 || told !== '')) tell()
  }

  return {
    init(this: AlpineMagics) {
      root = this.$root
      document.addEventListener('visibilitychange', leave)
    },
    destroy() {
      document.removeEventListener('visibilitychange', leave)
    },
  }
}
