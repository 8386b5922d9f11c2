// x-data="timeZone" on a select: proposes the zone of this browser.
//
// data-unset  nobody has chosen yet

export function timeZone() {
  return {
    init(this: AlpineMagics) {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const { $root: select } = this
      if (!(select instanceof HTMLSelectElement) || select.dataset.unset === undefined) return
      if ([...select.options].some(({ value }) => value === zone)) select.value = zone
    },
  }
}
