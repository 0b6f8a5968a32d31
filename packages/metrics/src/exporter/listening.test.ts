import { createServer } from 'node:http';
import { Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { MetricsError } from '../model/errors.ts';
import { formatAddress, listen } from './listening.ts';

describe('listen', () => {
  it('returns the port it was given, or found', async () => {
    const first = createServer();
    const port = await listen(first, '127.0.0.1', 0);
    expect(first.address()).toMatchObject({ address: '127.0.0.1', port });
    await once(first.close(), 'close');
    const second = createServer();
    expect(await listen(second, '127.0.0.1', port)).toBe(port);
    expect(second.listenerCount('error')).toBe(0);
    await once(second.close(), 'close');
  });

  it('says that a port is in use, and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    await expect(listen(createServer(), '127.0.0.1', port)).rejects.toMatchObject({
      name: 'MetricsError',
      code: 'ERR_EXPORTER',
      message: `Exporter: the port ${port} on 127.0.0.1 is in use. Choose another port (0 finds a free one), or end the process that holds it.`,
      cause: { code: 'EADDRINUSE' },
    });
    await once(holder.close(), 'close');
  });

  it('says that an address is not of this machine', async () => {
    await expect(listen(createServer(), '192.0.2.1', 0)).rejects.toMatchObject({
      code: 'ERR_EXPORTER',
      message: 'Exporter: this machine has no address 192.0.2.1. Use 127.0.0.1, or 0.0.0.0 for all addresses.',
    });
  });

  it.each([
    ['EACCES', '127.0.0.1', 'this user may not bind port 80 on 127.0.0.1. Choose a port above 1023.'],
    ['ENOTFOUND', 'nowhere.invalid', 'this machine has no address nowhere.invalid. Use 127.0.0.1, or 0.0.0.0 for all addresses.'],
    ['EAI_AGAIN', 'nowhere.invalid', 'this machine has no address nowhere.invalid. Use 127.0.0.1, or 0.0.0.0 for all addresses.'],
    ['EINVAL', 'fe80::1', 'cannot listen on [fe80::1]:80: the system said no.'],
  ])('explains %s', async (code, host, problem) => {
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      queueMicrotask(() => this.emit('error', Object.assign(new Error('the system said no'), { code })));
      return this;
    });
    await expect(listen(createServer(), host, 80)).rejects.toMatchObject({ code: 'ERR_EXPORTER', message: `Exporter: ${problem}` });
  });

  it.each<[string, unknown, unknown, string]>([
    ['an empty host', '', 8000, 'expected host to be an address, got "" (string). Use 127.0.0.1, or 0.0.0.0 for all addresses.'],
    ['no host', null, 8000, 'expected host to be an address, got null. Use 127.0.0.1, or 0.0.0.0 for all addresses.'],
    ['a port too high', '127.0.0.1', 65_536, 'expected port to be an integer 0 … 65535, got 65536 (number). 0 finds a free one.'],
    ['a negative port', '127.0.0.1', -1, 'expected port to be an integer 0 … 65535, got -1 (number). 0 finds a free one.'],
    ['a fraction of a port', '127.0.0.1', 80.5, 'expected port to be an integer 0 … 65535, got 80.5 (number). 0 finds a free one.'],
    ['NaN', '127.0.0.1', NaN, 'expected port to be an integer 0 … 65535, got NaN (number). 0 finds a free one.'],
    ['text', '127.0.0.1', '8000', 'expected port to be an integer 0 … 65535, got "8000" (string). 0 finds a free one.'],
  ])('refuses %s', async (_, host, port, problem) => {
    await expect(listen(createServer(), host as string, port as number)).rejects.toThrow(
      new MetricsError('ERR_EXPORTER', `Exporter: ${problem}`),
    );
  });
});

describe('formatAddress', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:8000'],
    ['localhost', 'localhost:8000'],
    ['::1', '[::1]:8000'],
    ['::', '[::]:8000'],
  ])('writes %s as URLs do', (host, address) => {
    expect(formatAddress(host, 8000)).toBe(address);
    expect(new URL(`http://${address}`).host).toBe(address);
  });
});
