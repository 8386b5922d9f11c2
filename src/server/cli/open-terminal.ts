// Standard output and error as the command line speaks to them.
import { styleText } from 'node:util'
import type { Terminal } from './command.ts'

const width = 30

/** Colour and bars only where a person looks: on a terminal, and not with NO_COLOR (no-color.org). */
export function openTerminal(
  isJson: boolean,
  { stdout, stderr }: { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream } = process,
): Terminal {
  let hasBar = false
  const clear = () => {
    if (hasBar) stderr.write('\r\x1b[K')
    hasBar = false
  }
  return {
    isJson,
    say(line) {
      clear()
      if (!isJson) stdout.write(`${line}\n`)
    },
    note(line) {
      clear()
      stderr.write(`${line}\n`)
    },
    json(document) {
      clear()
      if (isJson) stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    },
    jsonLine(document) {
      clear()
      if (isJson) stdout.write(`${JSON.stringify(document)}\n`)
    },
    // What is painted goes to either: where one of them is no terminal, there is no colour.
    paint: (colour, text) => (stdout.isTTY ? styleText(colour, text, { stream: stderr }) : text),
    progress(label, done, total) {
      if (!stderr.isTTY) return
      const full = total > 0 ? Math.round((Math.min(done, total) / total) * width) : 0
      stderr.write(`\r\x1b[K${label} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${done}/${total}`)
      hasBar = true
      if (done >= total) clear()
    },
  }
}
