// A WebSocket that lets our provider see, count or hold back what y-websocket's provider sends.

/** Returns the class that y-websocket shall use; `mayLeave` says whether a frame may leave now. */
export function trackedSocket(mayLeave: (frame: Uint8Array) => boolean): typeof WebSocket {
  return class extends WebSocket {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (!(data instanceof Uint8Array) || mayLeave(data)) super.send(data as Uint8Array<ArrayBuffer>);
    }
  };
}

/** Sends past the tracking: for frames that our provider has already counted. */
export function sendDirectly(socket: WebSocket, frame: Uint8Array): void {
  WebSocket.prototype.send.call(socket, frame as Uint8Array<ArrayBuffer>);
}
