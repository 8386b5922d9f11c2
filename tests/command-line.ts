// Runs the command line in this process and keeps what it says.
import type { Terminal } from '#server/cli/command.ts'
import { commands } from '#server/cli/commands.ts'
import { runCommand } from '#server/cli/run-command.ts'

/** @returns the exit code, what went to standard output (`said`) and to standard error (`noted`) */
export async function runHere(environment: NodeJS.ProcessEnv, ...words: string[]) {
  const [said, noted]: [string[], string[]] = [[], []]
  const open = (isJson: boolean): Terminal => ({
    isJson,
    say: (line) => void (isJson || said.push(line)),
    note: (line) => void noted.push(line),
    json: (document) => void (isJson && said.push(JSON.stringify(document))),
    jsonLine: (document) => void (isJson && said.push(JSON.stringify(document))),
    paint: (_, text) => text,
    progress: () => {},
  })
  const code = await runCommand(commands, words, environment, open)
  return { code, said: said.join('\n'), noted: noted.join('\n') }
}
