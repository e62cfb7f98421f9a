/** Where a file's bytes come from: memory, or anything that reads a range, such as an R2 object. */

export interface ByteSource {
  size: number;
  /** Fewer bytes than asked for mean that the file ended. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The same as it comes in, where one long read costs less than many short ones; left before its end at times. A
   * piece is its reader's only until the next one is asked for: all come in the same memory.
   */
  stream?(offset: number, length: number): AsyncIterable<Uint8Array>;
}

export const bytesInMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});
