// The lists and the starter pack of the demo network.
import type { PersonName } from './people.ts'

export type ListSeed = {
  key: string
  by: PersonName
  purpose: 'curatelist' | 'modlist' | 'referencelist'
  name: string
  description: string
  avatar?: string
  members: PersonName[]
}

export const lists: ListSeed[] = [
  {
    key: 'railway-people',
    by: 'piotr',
    purpose: 'curatelist',
    name: 'Railway people',
    description: 'They read timetables for pleasure. Sleepers, branch lines, dining cars. #NightTrains',
    avatar: 'f-night',
    members: ['tomas', 'marit', 'lena', 'kenji', 'amina', 'omar', 'piotr'],
  },
  {
    key: 'kiln-openers',
    by: 'ines',
    purpose: 'curatelist',
    name: 'Kiln openers',
    description: 'People who post the pot before it has cooled.',
    avatar: 'f-clay',
    members: ['kenji', 'joao', 'oona', 'yael'],
  },
  {
    key: 'loud-before-nine',
    by: 'marit',
    purpose: 'modlist',
    name: 'Loud before nine',
    description: 'Good people, all of them. Just not before the first coffee.',
    members: ['allotment'],
  },
  {
    key: 'neighbours',
    by: 'marit',
    purpose: 'referencelist',
    name: 'The quiet end of the street',
    description: '',
    members: ['marit', 'wren', 'ines', 'amina', 'kenji', 'tomas', 'oona', 'joao'],
  },
]

/** The list of people is the one with the key. */
export const starterPack = {
  by: 'marit' as PersonName,
  list: 'neighbours',
  name: 'The quiet end of the street',
  description: 'Eight people who write slowly. Start here, then wander.',
}
