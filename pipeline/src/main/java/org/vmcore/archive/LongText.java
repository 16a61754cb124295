package org.vmcore.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Text that grows with the number of files and is needed only at the end: kept compressed
 * meanwhile. Confined to one thread.
 */
final class LongText {
  private static final int BUFFER_BYTES = 16 << 10;

  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER_BYTES);
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final CountingStream out =
      new CountingStream(new DeflaterOutputStream(packed, deflater, BUFFER_BYTES));

  /** Where it is written to; closing it ends the text. */
  OutputStream out() {
    return out;
  }

  /** How long it is, when it has ended. */
  long sizeBytes() {
    return out.count();
  }

  /** Copies what has ended. */
  void copyTo(OutputStream target) throws IOException {
    copyTo(0, target);
  }

  /** The same without the first bytes. */
  void copyTo(int skipped, OutputStream target) throws IOException {
    deflater.end();
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
      in.skipNBytes(skipped);
      in.transferTo(target);
    }
  }
}
