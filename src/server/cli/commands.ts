// The names of the command line. Each command is loaded when it is asked for.
import type { Entry } from './command.ts'

export const commands: Record<string, Entry> = {
  init: {
    summary: 'Write the first configuration and secrets',
    load: async () => (await import('./init-command.ts')).init,
  },
  start: { summary: 'Run SkyPanel', load: async () => (await import('./life-commands.ts')).start },
  stop: { summary: 'End it', load: async () => (await import('./life-commands.ts')).stop },
  status: {
    summary: 'Say whether SkyPanel runs',
    load: async () => (await import('./status-command.ts')).status,
  },
  logs: { summary: 'Print what the processes wrote', load: async () => (await import('./logs-command.ts')).logs },
  doctor: {
    summary: 'Find what is wrong with this box, and the cure',
    load: async () => (await import('./doctor-command.ts')).doctor,
  },
  config: {
    summary: 'Look at the configuration',
    commands: {
      validate: {
        summary: 'Say every mistake in it',
        load: async () => (await import('./config-commands.ts')).validate,
      },
      show: {
        summary: 'Print every setting, and where it comes from',
        load: async () => (await import('./config-commands.ts')).show,
      },
      reference: {
        summary: 'Print what can be set, as Markdown',
        load: async () => (await import('./config-commands.ts')).reference,
      },
    },
  },
  upgrade: {
    summary: 'Put another release in the place of this one',
    load: async () => (await import('./upgrade-command.ts')).upgrade,
  },
  migrate: {
    summary: 'Bring databases to another schema',
    commands: {
      status: {
        summary: 'Print which migrations each database has',
        load: async () => (await import('./migrate-commands.ts')).status,
      },
      up: {
        summary: 'Apply what is missing',
        load: async () => (await import('./migrate-commands.ts')).up,
      },
      down: {
        summary: 'Undo the newest ones, before an older version is started',
        load: async () => (await import('./migrate-commands.ts')).down,
      },
    },
  },
  backup: {
    summary: 'Make a backup while SkyPanel runs',
    load: async () => (await import('./backup-commands.ts')).backup,
  },
  restore: {
    summary: 'Bring a backup back',
    load: async () => (await import('./backup-commands.ts')).restore,
  },
  db: {
    summary: 'Look after the database files',
    commands: {
      check: { summary: 'Say whether they are sound', load: async () => (await import('./db-commands.ts')).check },
      vacuum: { summary: 'Give unused room back', load: async () => (await import('./db-commands.ts')).vacuum },
      replicate: {
        summary: 'Bring main.db to the server of DATABASE_URL',
        load: async () => (await import('./replicate-command.ts')).replicate,
      },
    },
  },
  user: {
    summary: 'Look after the people of this box',
    commands: {
      list: { summary: 'Print who is here', load: async () => (await import('./user-commands.ts')).list },
      add: { summary: 'Let somebody in', load: async () => (await import('./user-commands.ts')).add },
      promote: { summary: 'Give somebody a role', load: async () => (await import('./user-commands.ts')).promote },
      invite: { summary: 'Make an invitation', load: async () => (await import('./user-commands.ts')).invite },
      suspend: { summary: 'Keep somebody out', load: async () => (await import('./user-commands.ts')).suspend },
      remove: {
        summary: 'Remove somebody with their data',
        load: async () => (await import('./user-commands.ts')).remove,
      },
    },
  },
  feed: {
    summary: 'Make, change and publish feeds',
    commands: {
      list: { summary: 'Print your feeds', load: async () => (await import('./feed-commands.ts')).list },
      create: { summary: 'Make a feed', load: async () => (await import('./feed-commands.ts')).create },
      edit: { summary: 'Change a feed', load: async () => (await import('./feed-commands.ts')).edit },
      delete: { summary: 'Delete a feed', load: async () => (await import('./feed-commands.ts')).remove },
      test: { summary: 'Try a definition on posts', load: async () => (await import('./feed-commands.ts')).test },
      publish: { summary: 'Put a feed on the network', load: async () => (await import('./feed-commands.ts')).publish },
      unpublish: {
        summary: 'Take a feed off the network',
        load: async () => (await import('./feed-commands.ts')).unpublish,
      },
      export: {
        summary: 'Write a feed as one file',
        load: async () => (await import('./feed-commands.ts')).exportFeed,
      },
      import: {
        summary: 'Make a feed from such a file',
        load: async () => (await import('./feed-commands.ts')).importFeed,
      },
      'export-site': { summary: 'Write a feed as a folder', load: async () => (await import('./export-site.ts')).site },
    },
  },
  completion: {
    summary: 'Print what makes a shell complete these words',
    load: async () => (await import('./completion.ts')).completion,
  },
}
