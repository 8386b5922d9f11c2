import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runHere } from '../../../tests/command-line.ts'
import type { Entry } from './command.ts'
import { commands } from './commands.ts'

const root = join(import.meta.dirname, '..', '..', '..')

function pathsOf(entries: Record<string, Entry>, before: string[] = []): string[][] {
  return Object.entries(entries).flatMap(([name, entry]) => {
    const path = [...before, name]
    return 'commands' in entry ? [path, ...pathsOf(entry.commands, path)] : [path]
  })
}

describe('the command line', () => {
  it('says what it can, from outside too', () => {
    const { status, stdout } = spawnSync(join(root, 'skypanel'), ['--help'], { encoding: 'utf8' })
    assert.equal(status, 0)
    for (const name of Object.keys(commands)) assert.match(stdout, new RegExp(`^ {2}${name} `, 'm'))
  })

  it('has help for every command, in lines that fit a terminal', async () => {
    for (const path of pathsOf(commands)) {
      const { code, said } = await runHere({}, 'help', ...path)
      assert.equal(code, 0, path.join(' '))
      assert.match(said, new RegExp(`^usage: skypanel ${path.join(' ')}`))
      for (const line of said.split('\n').slice(1)) assert.ok(line.length <= 80, line)
    }
  })

  const refused: [string[], RegExp][] = [
    [['moon'], /There is no command “moon”/],
    [['config', 'moon'], /There is no command “config moon”/],
    [['constructor'], /There is no command “constructor”/],
    [['config', 'show', '--moon'], /^Unknown option '--moon'\.\n/],
  ]
  for (const [words, sentence] of refused) {
    it(`refuses ${words.join(' ')}`, async () => {
      const { code, noted } = await runHere({}, ...words)
      assert.equal(code, 2)
      assert.match(noted, sentence)
    })
  }

  it('names every mistake of a configuration', async () => {
    const { code, noted } = await runHere({ PORT: 'many', LOG_LEVEL: 'loud' }, 'config', 'validate')
    assert.equal(code, 2)
    assert.match(noted, /PORT must be a port number.*LOG_LEVEL must be/s)
  })

  it('shows where a setting comes from', async () => {
    const { said } = await runHere({ PORT: '9000' }, 'config', 'show', '--json')
    const shown = JSON.parse(said)
    assert.deepEqual(shown.PORT, { value: 9000, from: 'environment' })
    assert.deepEqual(shown.LOG_LEVEL, { value: 'info', from: 'default' })
  })

  it('completes every word in the shells it names', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { said } = await runHere({}, 'completion', shell)
      for (const name of Object.keys(commands)) assert.match(said, new RegExp(`\\b${name}\\b`))
    }
    const { said } = await runHere({}, 'completion', 'bash')
    const script = `${said}\nCOMP_WORDS=(skypanel config v); COMP_CWORD=2; _skypanel; echo "$COMPREPLY"`
    assert.equal(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim(), 'validate')
  })
})
