// Who vouches for whom, and who is on air.
import type { DemoNetwork } from '../network.ts'
import { type PersonName, people } from './people.ts'
import { createRecords, type Member, recordKey } from './repository.ts'
import { memberOf } from './write-lists.ts'

/** The local paper knows whom it writes about. */
const verifier: PersonName = 'kveldsposten'
const verified: PersonName[] = ['vestland', 'marit']
const onAir: PersonName = 'vestland'

/**
 * Makes the paper a trusted verifier (app.bsky.graph.verification) and the radio live (app.bsky.actor.status) for the
 * four hours that an AppView allows at most. To be called when all are indexed.
 */
export async function writeStanding(network: DemoNetwork, members: Map<PersonName, Member>, now: Date): Promise<void> {
  const createdAt = now.toISOString()
  const paper = memberOf(members, verifier)
  await network.trust(paper.account.did)
  await createRecords(
    paper,
    verified.map((name, index) => {
      const { did, handle } = memberOf(members, name).account
      return {
        collection: 'app.bsky.graph.verification',
        rkey: recordKey(now, index),
        value: { subject: did, handle, displayName: people[name].displayName, createdAt },
      }
    }),
  )
  await createRecords(memberOf(members, onAir), [
    {
      collection: 'app.bsky.actor.status',
      rkey: 'self',
      value: {
        status: 'app.bsky.actor.status#live',
        embed: {
          $type: 'app.bsky.embed.external',
          external: {
            uri: 'https://radio-vestland.example.com/direkte',
            title: 'Trekkspilltimen',
            description: 'Accordions until the tide turns.',
          },
        },
        durationMinutes: 240,
        createdAt,
      },
    },
  ])
}
