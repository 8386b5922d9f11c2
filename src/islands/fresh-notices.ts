// x-data="freshNotices": a link to what is new, on the page of notifications itself.

export function freshNotices() {
  return {
    show(this: AlpineMagics) {
      this.$root.hidden = false
    },
  }
}
