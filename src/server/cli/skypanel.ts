// Entry of the command line.
import { commands } from './commands.ts'
import { openTerminal } from './open-terminal.ts'
import { runCommand } from './run-command.ts'

// `skypanel logs | head`: whoever reads has enough.
process.stdout.on('error', () => process.exit())
process.exitCode = await runCommand(commands, process.argv.slice(2), process.env, openTerminal)
