// What became of a mute, in words.
import type { MuteScope } from '#types/mute.ts'
import type { MuteAnswer } from './mute-actor.ts'

const muted: Record<Exclude<MuteScope, 'none'>, (name: string) => string> = {
  all: (name) => `Muted ${name}.`,
  reposts: (name) => `Muted the reposts of ${name}.`,
  quotes: (name) => `Muted the quotes of ${name}.`,
  'reposts+quotes': (name) => `Muted the reposts and quotes of ${name}.`,
}

export function describeMute({ name, scope }: MuteAnswer): string {
  return scope === 'none' ? `Unmuted ${name}.` : muted[scope](name)
}
