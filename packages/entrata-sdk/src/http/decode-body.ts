const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * The text of a body: in the charset that its Content-Type names, else UTF-8, which a byte order mark says too. What is no UTF-8 is read as ISO-8859-1 (by
 * windows-1252, as browsers do), each run of such bytes by itself: one name in an old encoding spoils no other.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string {
  if (byteOrderMark.every((byte, at) => bytes[at] === byte)) {
    // Programs write it before whatever follows, in UTF-8 or not.
    const marked = bytes.subarray(byteOrderMark.length);
    return decodeUtf8(marked) ?? decodeMixed(marked);
  }
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      // No charset that this runtime knows: it is read as if nothing were said.
    }
  }
  return decodeUtf8(bytes) ?? decodeMixed(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every character of UTF-8 that is not ASCII is a run of bytes above 127, and each such byte one of windows-1252. */
function decodeMixed(bytes: Uint8Array): string {
  const old = new TextDecoder('windows-1252').decode(bytes);
  // One that marks what it cannot read, since an exception a run would take minutes for the longest body.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  return old.replace(/[\u0080-\uffff]{2,}/g, (run, at: number) => {
    const text = utf8.decode(bytes.subarray(at, at + run.length));
    return text.includes('\ufffd') ? run : text;
  });
}
