// Text from the network made fit to print: no control characters, no towers of marks.

// All but tab and line feed, and what makes other characters vanish.
const controls = /(?![\t\n])[\p{Cc}\u{feff}\u{fff9}-\u{fffb}]/gu
// Hebrew with points, Arabic with harakat and Thai need up to four marks on a letter; more is a tower.
const towers = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu
/** Characters that turn the direction of what follows. */
export const bidiControls = /[\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{61c}]/gu
const blanks = /[\s\u{200b}\u{2060}\u{00ad}\u{2800}\u{3164}\u{115f}\u{1160}\u{ffa0}]+/gu

/** Post text: lines stay, at most one empty line between two. */
export function tameText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(controls, '')
    .replace(towers, '$1')
    .replace(/\n{3,}/g, '\n\n')
}

/** A name on one line, without direction controls: it stands inside a line of other text. At most 64 graphemes. */
export function tameName(name: string): string {
  const flat = name.slice(0, 1000).replace(controls, '').replace(bidiControls, '').replace(towers, '$1')
  const clean = flat.replace(blanks, ' ').trim()
  if (clean.length <= 64) return clean
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(clean)]
  return graphemes.length <= 64
    ? clean
    : `${graphemes
        .slice(0, 64)
        .map((part) => part.segment)
        .join('')}…`
}
