import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createPost, createSignedRepo, type RepoWrite } from '../../../tests/ingest/signed-repo.ts'
import { BadFrame } from './bad-frame.ts'
import { findInTree } from './find-in-tree.ts'
import { readBlocks, readCommit } from './read-commit.ts'

const pathOf = (i: number) => `app.bsky.feed.post/p${i}`

/** A repository of 40 posts; `commit` gives the commit as a reader has it. */
async function open() {
  const repo = await createSignedRepo()
  for (let i = 0; i < 40; i++) await repo.commit([createPost(`post ${i}`, `p${i}`)])
  return async (...writes: RepoWrite[]) => {
    const body = await repo.commit(writes)
    const { root, blocks } = readBlocks(body.blocks)
    assert(root)
    return { body, commit: readCommit(blocks, root, { did: repo.did, rev: body.rev }) }
  }
}

describe('findInTree', () => {
  it('finds a record that was just written, by its CID', async () => {
    const commit = await open()
    for (let i = 40; i < 60; i++) {
      const { body, commit: read } = await commit(createPost('new', `p${i}`))
      assert.equal(findInTree(read.blocks, read.data, pathOf(i))?.$link, body.ops[0]?.cid?.$link)
    }
  })

  it('proves that a deleted record is gone', async () => {
    const commit = await open()
    for (let i = 0; i < 40; i++) {
      const { commit: read } = await commit({ action: 'delete', path: pathOf(i) })
      assert.equal(findInTree(read.blocks, read.data, pathOf(i)), undefined)
    }
  })

  it('refuses to say anything about what the commit does not show', async () => {
    const commit = await open()
    const { commit: read } = await commit(createPost('new', 'p99'))
    const answers = Array.from({ length: 40 }, (_, i) => {
      try {
        return findInTree(read.blocks, read.data, pathOf(i)) ? 'found' : 'absent'
      } catch (error) {
        assert(error instanceof BadFrame)
        return error.message
      }
    })
    assert(!answers.includes('absent'), 'a post that is there is never called absent')
    assert(answers.includes('missing block'))
  })

  it('refuses a node whose bytes are not its CID', async () => {
    const commit = await open()
    const { commit: read } = await commit(createPost('new', 'p99'))
    for (const [key, bytes] of read.blocks) {
      const blocks = new Map(read.blocks).set(key, Buffer.concat([bytes.subarray(0, -1), Buffer.of(0)]))
      const search = () => findInTree(blocks, read.data, pathOf(99))
      try {
        assert(search())
      } catch (error) {
        assert.match(String(error), /not its CID/)
      }
    }
  })
})
