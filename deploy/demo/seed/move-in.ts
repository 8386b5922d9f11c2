// A person's account on the PDS, with a session to write through.
import { AtpAgent } from '@atproto/api'
import { accountDetails } from '../account.ts'
import type { PersonName } from './people.ts'
import { createUploader } from './picture.ts'
import type { Member } from './repository.ts'

/** Makes the account of a person and signs in to it. */
export async function moveIn(pdsUrl: string, name: PersonName): Promise<[PersonName, Member]> {
  const { email, ...details } = accountDetails(name)
  const agent = new AtpAgent({ service: pdsUrl })
  const { data } = await agent.createAccount({ ...details, email })
  const account = { did: data.did, ...details }
  return [name, { account, agent, upload: createUploader(agent) }]
}
