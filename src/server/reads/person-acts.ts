// What the viewer can do about an account: mute it or some of it, block it.
import type { MenuItem } from '#types/act-menu.ts'
import type { Actor } from '#types/actor.ts'
import type { MuteScope } from '#types/mute.ts'
import type { OwnStanding } from '../atproto/own-standing.ts'

/** Acts on somebody else. `isBrief` where they are not what the menu is about: mute and block as a whole only. */
export function listPersonActs(
  { name }: Actor,
  { mute, blocking, isBlockedByList }: OwnStanding,
  { isBrief }: { isBrief: boolean },
): MenuItem[] {
  const scope = (label: string, value: MuteScope, hides = false): MenuItem => {
    return { kind: 'act', label, icon: 'volumeX', action: '/mute', field: ['scope', value], hides: hides && isBrief }
  }
  const block: MenuItem = blocking
    ? { kind: 'act', label: `Unblock ${name}`, icon: 'ban', action: '/block', field: ['undo', '1'] }
    : {
        kind: 'act',
        label: `Block ${name}`,
        icon: 'ban',
        action: '/block',
        field: ['undo', ''],
        isDanger: true,
        hides: isBrief,
      }
  const blocks = isBlockedByList && !blocking ? [] : [block]
  if (mute === 'all') return [scope(`Unmute ${name}`, 'none'), ...blocks]
  const parts = [
    ...toggleScope(mute, 'reposts').map((next) =>
      scope(next.isOn ? 'Show their reposts' : 'Mute their reposts', next.scope),
    ),
    ...toggleScope(mute, 'quotes').map((next) =>
      scope(next.isOn ? 'Show their quotes' : 'Mute their quotes', next.scope),
    ),
  ]
  return [scope(`Mute ${name}`, 'all', true), ...(isBrief ? [] : parts), ...blocks]
}

/** The scope with `part` the other way round. */
function toggleScope(mute: MuteScope, part: 'reposts' | 'quotes'): { isOn: boolean; scope: MuteScope }[] {
  const isOn = mute.includes(part)
  const other = part === 'reposts' ? 'quotes' : 'reposts'
  const hasOther = mute.includes(other)
  return [{ isOn, scope: isOn ? (hasOther ? other : 'none') : hasOther ? 'reposts+quotes' : part }]
}
