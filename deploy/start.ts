// `npm start`: builds if needed, then runs the supervisor in this process with production settings.
import { build } from './build.ts'

process.env.NODE_ENV = 'production'
await build(console.log)
await import('../dist/server/app/supervisor.js' as string)
