// The bytes that a browser with Yjs would send: frames of y-websocket, one typed letter, one caret.
import * as encoding from "lib0/encoding";

export const SYNC = 0, AWARENESS = 1, AUTH = 2, SYNC_REPLY = 4;
export const STEP1 = 0, STEP2 = 1, UPDATE = 2;
export const SAVED = 100, REFUSED = 101, NOTICE = 105; // Tablée's own, only with ?v=1
export const NOTHING_KNOWN = new Uint8Array([0]); // a state vector
export const NOTHING_NEW = new Uint8Array([0, 0]); // an update

const STRING = 4, HAS_ORIGIN = 128;

/** What `write` writes, as a Buffer. */
export const bytes = (write) => {
  const out = encoding.createEncoder();
  write(out);
  return Buffer.from(encoding.toUint8Array(out));
};

export const sync = (prefix, step, content) =>
  Buffer.concat([
    prefix,
    bytes((out) => {
      encoding.writeVarUint(out, SYNC);
      encoding.writeVarUint(out, step);
      encoding.writeVarUint8Array(out, content);
    }),
  ]);

/**
 * Letters of one client, from `clock` on, behind `origin` ({client, clock}, the letter to the left): the update that
 * Yjs emits for typing at the end of a text. By hand, so that a typist needs no document of its own.
 */
export const typed = (client, clock, origin, letters) =>
  bytes((out) => {
    encoding.writeVarUint(out, 1); // one client
    encoding.writeVarUint(out, 1); // one item
    encoding.writeVarUint(out, client);
    encoding.writeVarUint(out, clock);
    encoding.writeUint8(out, STRING | HAS_ORIGIN);
    encoding.writeVarUint(out, origin.client);
    encoding.writeVarUint(out, origin.clock);
    encoding.writeVarString(out, letters);
    encoding.writeVarUint(out, 0); // nothing deleted
  });

/** A caret behind the item `at`, as y-prosemirror publishes it. `clock` grows with each state of one client. */
export const caret = (prefix, client, clock, name, at) => {
  const item = { client: at.client, clock: at.clock };
  const position = { type: item, tname: null, item, assoc: 0 };
  const state = { user: { name, color: "#2a6f97" }, cursor: { anchor: position, head: position } };
  const entry = bytes((out) => {
    encoding.writeVarUint(out, 1);
    encoding.writeVarUint(out, client);
    encoding.writeVarUint(out, clock);
    encoding.writeVarString(out, JSON.stringify(state));
  });
  return Buffer.concat([
    prefix,
    bytes((out) => {
      encoding.writeVarUint(out, AWARENESS);
      encoding.writeVarUint8Array(out, entry);
    }),
  ]);
};
