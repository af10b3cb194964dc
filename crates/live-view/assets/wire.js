// The other half of src/protocol.rs: how frames are laid out.

const HEADER = 24;

/**
 * @typedef {{stage: number, seq: number, width: number, height: number, scrollX: number, scrollY: number,
 *   patch: {scale: number, left: number, top: number} | null, jpeg: Blob}} Frame a patch is laid over the frame before it
 * @param {ArrayBuffer} bytes
 * @returns {Frame | null} nothing for a version that is not known
 */
export function readFrame(bytes) {
  const view = new DataView(bytes);
  if (bytes.byteLength <= HEADER || view.getUint8(0) !== 1) return null;
  return {
    stage: view.getUint16(2, true),
    seq: view.getUint32(4, true),
    width: view.getUint16(8, true),
    height: view.getUint16(10, true),
    scrollX: view.getFloat32(12, true),
    scrollY: view.getFloat32(16, true),
    patch: view.getUint8(1) ? { scale: view.getUint8(1), left: view.getUint16(20, true), top: view.getUint16(22, true) } : null,
    jpeg: new Blob([new Uint8Array(bytes, HEADER)], { type: 'image/jpeg' }),
  };
}
