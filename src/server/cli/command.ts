// What a command of the command line is, and how it ends.
import type { ParseArgsOptionDescriptor } from 'node:util'

/** An option as `util.parseArgs` takes it, with a sentence for the help; `value` names what it takes. */
export type Option = ParseArgsOptionDescriptor & { description: string; value?: string }

/** `words` are the arguments without options, `values` the options by name. `environment` is that of the process. */
export type Invocation = {
  words: string[]
  values: Record<string, string | boolean | (string | boolean)[] | undefined>
  environment: NodeJS.ProcessEnv
  terminal: Terminal
}

/** Where a command speaks: results to `say`, everything else to `note`, so that results can be piped. */
export type Terminal = {
  say: (line: string) => void
  note: (line: string) => void
  /** What --json prints instead: one document. */
  json: (document: unknown) => void
  /** With --json, one of many documents, a line each. */
  jsonLine: (document: unknown) => void
  /** Whether standard output is JSON. */
  isJson: boolean
  /** Marks a word where the terminal shows colour. */
  paint: (colour: 'red' | 'green' | 'yellow' | 'dim' | 'bold', text: string) => string
  /** A bar on a terminal, that `done` of `total` moves on; nothing where there is none. */
  progress: (label: string, done: number, total: number) => void
}

export type Command = {
  /** What follows the name in the help: `<file> [folder]`. */
  usage: string
  /** More than the summary, in lines of at most 80 characters. */
  help?: string
  options?: Record<string, Option>
  /** Exit code: 0 done, 1 not. @throws UsageError, Failure */
  run: (invocation: Invocation) => Promise<number>
}

/** A name of the command line: a command, or a word before others (`db check`). Loaded when it is asked for. */
export type Entry =
  | { summary: string; load: () => Promise<Command> }
  | { summary: string; commands: Record<string, Entry> }

/** Words that nobody can carry out: the usage is printed, exit code 2. */
export class UsageError extends Error {}

/** What went wrong, in a sentence for whoever typed: exit code 1, no stack. */
export class Failure extends Error {}
