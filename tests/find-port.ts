// A port for a test's own server.
export { freePort as findPort } from '#demo/free-port.ts'
