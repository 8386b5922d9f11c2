// SkyPanel as the outside sees it: name, certificate, and the documents that sign-in and feeds stand on.
import { lookup } from 'node:dns/promises'
import { connect } from 'node:tls'
import type { Config } from '../../config.ts'
import { isLoopback } from '../../config-schema.ts'
import { findAnswer } from '../find-running.ts'
import { bad, doubtful, type Finding, good, reasonOf } from './finding.ts'

const patience = 8000
const day = 86_400_000

export async function checkOutside(config: Config, now: number): Promise<Finding[]> {
  const { publicUrl } = config
  const answer = await findAnswer(config)
  const running = answer?.isOurs ? answer.place : undefined
  const state = checkPorts(config, answer)
  if (isLoopback(publicUrl.hostname)) {
    return [state, good('address', `${publicUrl.origin} is for this machine alone.`)]
  }
  const findings = [state, await checkName(publicUrl)]
  if (publicUrl.protocol === 'https:') findings.push(await checkCertificate(publicUrl, now))
  if (running) findings.push(...(await checkDocuments(config)))
  return findings
}

function checkPorts({ port }: Config, answer: Awaited<ReturnType<typeof findAnswer>>): Finding {
  if (!answer) {
    const cure = 'Start it: `skypanel start`; in a clone, `npm start`.'
    return doubtful('running', `Nothing answers on port ${port}.`, cure)
  }
  if (answer.isOurs) return good('running', `SkyPanel answers at ${answer.place}.`)
  const cure = 'End it, or set PORT or STREAM_PORT to a port that is free.'
  return bad('running', `Another program answers at ${answer.place}.`, cure)
}

async function checkName({ hostname }: URL): Promise<Finding> {
  try {
    const addresses = await lookup(hostname, { all: true })
    return good('dns', `${hostname} is ${addresses.map(({ address }) => address).join(', ')}.`)
  } catch (error) {
    return bad(
      'dns',
      `${hostname} has no address: ${reasonOf(error)}.`,
      'Add an A or AAAA record that names this machine, or mend PUBLIC_URL.',
    )
  }
}

function checkCertificate({ hostname, port }: URL, now: number): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, timeout: patience })
    const end = (finding: Finding) => {
      socket.destroy()
      resolve(finding)
    }
    const cure = 'Look at the reverse proxy in front: its certificate is what others see.'
    socket.once('timeout', () => end(bad('tls', `${hostname} does not answer.`, 'Is the port open to the outside?')))
    socket.once('error', (error) => end(bad('tls', `${hostname}: ${reasonOf(error)}.`, cure)))
    socket.once('secureConnect', () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now) / day)
      end(
        days > 7
          ? good('tls', `The certificate holds for ${days} days.`)
          : doubtful('tls', `The certificate ends in ${days} days.`, cure),
      )
    })
  })
}

async function checkDocuments({ publicUrl, oauth, serviceDid }: Config): Promise<Finding[]> {
  const health = await ask(publicUrl, '/healthz')
  if (typeof health === 'string') {
    return [
      bad(
        'proxy',
        `${publicUrl.origin} does not lead here: ${health}.`,
        'Point the reverse proxy at HOST:PORT, and open its port.',
      ),
    ]
  }
  const findings = [good('proxy', `${publicUrl.origin} leads here.`)]
  if (oauth === 'confidential')
    findings.push(
      await checkDocument(
        'oauth',
        publicUrl,
        '/client-metadata.json',
        'client_id',
        new URL('/client-metadata.json', publicUrl).href,
      ),
    )
  if (serviceDid.startsWith('did:web:'))
    findings.push(await checkDocument('feeds', publicUrl, '/.well-known/did.json', 'id', serviceDid))
  return findings
}

async function checkDocument(name: string, base: URL, path: string, field: string, wanted: string): Promise<Finding> {
  const cure = `Let the proxy pass ${path} on unchanged, with its Host.`
  const answer = await ask(base, path)
  if (typeof answer === 'string') return bad(name, `${path}: ${answer}.`, cure)
  const document = (await answer.json().catch(() => undefined)) as Record<string, unknown> | undefined
  if (document?.[field] === wanted) return good(name, `${path} is as it should be.`)
  return bad(name, `${path} says ${field} ${JSON.stringify(document?.[field])}, not ${wanted}.`, cure)
}

async function ask(base: URL, path: string): Promise<Response | string> {
  try {
    const response = await fetch(new URL(path, base), { signal: AbortSignal.timeout(patience), redirect: 'error' })
    return response.ok ? response : `status ${response.status}`
  } catch (error) {
    return reasonOf(error)
  }
}
