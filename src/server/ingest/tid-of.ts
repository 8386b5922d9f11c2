// Times as TIDs (atproto TID specification).

const alphabet = '234567abcdefghijklmnopqrstuvwxyz'

/** The TID of `time` ms with clock id 0: revisions compare with it as text. */
export function tidOf(time: number): string {
  let value = (BigInt(Math.floor(time)) * 1000n) << 10n
  let text = ''
  for (let i = 0; i < 13; i++) {
    text = alphabet[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}
