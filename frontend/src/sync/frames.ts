// What a frame of the y-websocket protocol is, as far as our provider must know before it is sent.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageAwareness, messageSync } from "y-websocket";
import { messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";

/** Our own messages, sent only to connections that asked with `?v=1`. */
export const MESSAGE = { saved: 100, refused: 101, unsaved: 102, role: 103, notice: 105, beside: 106 } as const;

/** Over this size an update goes by POST: beyond 1 MiB the socket would be closed. */
export const LARGEST_FRAME = 512 * 1000;

export type Outgoing = { kind: "step2" | "update"; update: Uint8Array } | { kind: "other" };

export function inspect(frame: Uint8Array): Outgoing {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== messageSync) return { kind: "other" };
  const step = decoding.readVarUint(decoder);
  if (step === messageYjsSyncStep2) return { kind: "step2", update: decoding.readVarUint8Array(decoder) };
  if (step === messageYjsUpdate) return { kind: "update", update: decoding.readVarUint8Array(decoder) };
  return { kind: "other" };
}

/** Whether a frame says again what others said of themselves: y-websocket sends back every presence it hears. */
export function repeatsOthers(frame: Uint8Array, ownClient: number): boolean {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== messageAwareness) return false;
  const states = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  const count = decoding.readVarUint(states);
  for (let index = 0; index < count; index++) {
    if (decoding.readVarUint(states) === ownClient) return false;
    decoding.readVarUint(states);
    decoding.readVarUint8Array(states);
  }
  return count > 0;
}

export function updateFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageSync);
  encoding.writeVarUint(encoder, messageYjsUpdate);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

/** Whether an update holds no new content; its deletions may be known already, nothing in it tells. */
export function hasNoStructs(update: Uint8Array): boolean {
  return update[0] === 0;
}
