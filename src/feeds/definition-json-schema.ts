// The definition as JSON Schema (2020-12), for other software: made from what checks it.
import { z } from 'zod'
import { definitionSchema } from './definition.ts'
import { plainFilter } from './definition-filters.ts'
import { definitionLimits } from './definition-values.ts'

type JsonSchema = Record<string, unknown>

/**
 * `definition` refers to `Filter` of `parts`. Filters are checked by hand where they nest, so that is written by hand
 * here as well; what no schema can say (sources that are too much, how deep filters go) is said by `parseDefinition`.
 * @param home where `parts` lie, for references to them
 */
export function definitionJsonSchema(home = '#/components/schemas/'): {
  definition: JsonSchema
  parts: { Filter: JsonSchema }
} {
  const convert = (schema: z.ZodType): JsonSchema => {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    return json
  }
  const definition = convert(definitionSchema)
  const list = { type: 'array', maxItems: definitionLimits.filters, items: { $ref: `${home}Filter` } }
  const group = {
    type: 'object',
    required: ['type', 'of'],
    additionalProperties: false,
    properties: { type: { enum: ['all', 'any', 'none'] }, of: { ...list, minItems: 1 } },
  }
  return {
    definition: { ...definition, properties: { ...(definition.properties as JsonSchema), filters: list } },
    parts: { Filter: { anyOf: [group, convert(plainFilter)] } },
  }
}

/** The same as a document of its own. @param address where it is found */
export function definitionSchemaDocument(address: string): JsonSchema {
  const { definition, parts } = definitionJsonSchema('#/$defs/')
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: address,
    title: 'Feed definition',
    ...definition,
    $defs: parts,
  }
}
