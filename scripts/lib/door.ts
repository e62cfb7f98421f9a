/**
 * The socket that callers come through, as a plugin of Miniflare. Its own direct sockets take what is known of a caller
 * from a header, which any client may send, and tell nobody's address; this one is workerd's plain one.
 */
import type { Plugin } from "miniflare";

const NAME = "door";

/** Asks for the door before a Worker, which gets no binding of that name. */
export const doorBinding = (host: string, port: number) => ({
  name: "EDGE_DOOR",
  type: NAME,
  plugin: { package: import.meta.filename, name: NAME },
  options: { address: `${host.includes(":") ? `[${host}]` : host}:${port}` },
});

export const plugins: Record<string, Plugin> = {
  [NAME]: {
    getBindings: () => [],
    getNodeBindings: () => ({}),
    getServices({ options: { config } }) {
      const binding = Object.values(config.env ?? {}).find(({ type }) => type === `unsafe:${NAME}`);
      if (!binding) return undefined;
      const { address } = (binding as { dev: { options: { address: string } } }).dev.options;
      const socket = { name: NAME, address, service: { name: `core:user:${config.name}` }, http: {} };
      return { services: [], extensions: [], sockets: [socket] };
    },
  },
};
