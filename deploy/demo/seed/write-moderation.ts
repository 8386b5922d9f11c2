// Makes labels, the block, the deletion and the gates of moderation.ts real.
import { AtUri } from '@atproto/api'
import type { DemoNetwork } from '../network.ts'
import type { Reference } from './build-post.ts'
import { block, deletedPost, detached, hiddenReply, labelerPolicies, labels, serviceLabels } from './moderation.ts'
import type { PersonName } from './people.ts'
import { createRecords, type Member, recordKey } from './repository.ts'
import { memberOf } from './write-lists.ts'

/** To be called when all posts are indexed. Throws when moderation.ts names a post that nobody wrote. */
export async function writeModeration(
  network: DemoNetwork,
  members: Map<PersonName, Member>,
  written: Map<string, Reference>,
  now: Date,
): Promise<void> {
  const createdAt = now.toISOString()
  const uriOf = (key: string): string => {
    const uri = written.get(key)?.uri
    if (!uri) throw new Error(`moderation.ts names ${key}, which nobody wrote`)
    return uri
  }
  const labeler = memberOf(members, 'marsh')
  await createRecords(labeler, [
    { collection: 'app.bsky.labeler.service', rkey: 'self', value: { policies: labelerPolicies, createdAt } },
  ])
  await createRecords(memberOf(members, block.by), [
    {
      collection: 'app.bsky.graph.block',
      rkey: recordKey(now, 1),
      value: { subject: memberOf(members, block.subject).account.did, createdAt },
    },
  ])
  await network.addLabels([
    ...labels.map(({ val, post, account }) => ({
      src: labeler.account.did,
      uri: post ? uriOf(post) : account ? memberOf(members, account).account.did : '',
      cid: post ? (written.get(post)?.cid ?? '') : '',
      val,
    })),
    ...serviceLabels.map(({ val, post }) => ({ src: network.modServiceDid, uri: uriOf(post), cid: '', val })),
  ])
  await deletePost(members, uriOf(deletedPost))
  await writeGate(members, 'app.bsky.feed.postgate', uriOf(detached.quoted), {
    createdAt,
    detachedEmbeddingUris: [uriOf(detached.quote)],
  })
  await writeGate(members, 'app.bsky.feed.threadgate', uriOf(hiddenReply.thread), {
    createdAt,
    hiddenReplies: [uriOf(hiddenReply.reply)],
  })
}

function ownerOf(members: Map<PersonName, Member>, uri: AtUri): Member {
  const owner = [...members.values()].find(({ account }) => account.did === uri.host)
  if (!owner) throw new Error(`nobody here owns ${uri}`)
  return owner
}

async function deletePost(members: Map<PersonName, Member>, post: string): Promise<void> {
  const uri = new AtUri(post)
  const { agent, account } = ownerOf(members, uri)
  await agent.com.atproto.repo.deleteRecord({ repo: account.did, collection: uri.collection, rkey: uri.rkey })
}

async function writeGate(members: Map<PersonName, Member>, collection: string, post: string, value: object) {
  const uri = new AtUri(post)
  await createRecords(ownerOf(members, uri), [{ collection, rkey: uri.rkey, value: { post, ...value } }])
}
