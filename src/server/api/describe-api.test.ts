// The OpenAPI document holds together, and says what the operations do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Config } from '../config.ts'
import { describeApi } from './describe-api.ts'
import { operations } from './operations.ts'

const document = describeApi({ config: { publicUrl: new URL('https://sky.example') } as Config }) as {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>
  components: { schemas: Record<string, unknown> }
}

test('every operation stands in it once, with what its path names', () => {
  assert.match(document.openapi, /^3\.1\./)
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [] }]) => {
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
      assert.deepEqual(named, path.match(/\{\w+\}/g) ?? [], path)
      return `${method.toUpperCase()} ${path} ${operationId}`
    }),
  )
  assert.deepEqual(described.sort(), operations.map(({ method, path, id }) => `${method} ${path} ${id}`).sort())
  assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length)
})

test('every reference leads to a schema, and every schema is referred to', () => {
  const text = JSON.stringify(document)
  const named = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name))
  assert.deepEqual([...named].sort(), Object.keys(document.components.schemas).sort())
})

test('sources and filters are described by name', () => {
  const text = JSON.stringify(document.components.schemas)
  for (const name of ['starterPack', 'quietPosters', 'engagement', 'mostLiked', 'none', 'halfLifeHours']) {
    assert.ok(text.includes(`"${name}"`), name)
  }
})
