// One spelling for words that a reader would call the same.

/** Most text is: nothing but case and white space has two spellings there. */
const isAscii = /^[\0-\x7f]*$/

/**
 * Folds case, composition (NFC), apostrophes, variation selectors and white space, so that two strings which read the
 * same are the same. Goes through capitals, because only that way ß meets SS and ς meets σ; İ, I, ı and i become one.
 */
export function foldText(text: string): string {
  if (isAscii.test(text)) return foldSpaces(text.toLowerCase())
  const folded = text
    .toWellFormed()
    .replace(/[\uFE0E\uFE0F\u00AD]/g, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/i\u0307/g, 'i')
    .replace(/ς/g, 'σ')
  return foldMarks(folded)
}

/** Like foldText, with capitals and small letters as they are. */
export function tidyText(text: string): string {
  return foldMarks(
    text
      .toWellFormed()
      .replace(/[\uFE0E\uFE0F\u00AD]/g, '')
      .normalize('NFC'),
  )
}

function foldMarks(text: string): string {
  return foldSpaces(text.replace(/[\u2018\u2019\u02BC]/g, "'"))
}

function foldSpaces(text: string): string {
  return text.replace(/\s\s+|[^\S ]/g, ' ')
}
