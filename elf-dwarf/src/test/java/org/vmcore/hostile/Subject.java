package org.vmcore.hostile;

import java.util.List;
import org.vmcore.io.ByteSource;

/**
 * Something that is read from the hands of strangers.
 *
 * @param name unique; what {@code --only} looks for
 * @param files a valid example
 * @param fields of its headers, as far as they are known
 * @param reading reads all that there is in such files
 */
record Subject(String name, List<byte[]> files, List<HeaderField> fields, Reading reading) {
  /** Reads everything through the public interface; each piece is an attempt of its own. */
  interface Reading {
    void read(List<ByteSource> files, Attempts attempts);
  }

  static Subject of(String name, byte[] file, List<HeaderField> fields, Reading reading) {
    return new Subject(name, List.of(file), fields, reading);
  }
}
