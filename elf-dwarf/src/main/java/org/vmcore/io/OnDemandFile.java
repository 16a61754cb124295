package org.vmcore.io;

import java.nio.file.Path;

/**
 * A local file that is open only while it is read: for the hundreds of files of a kernel's modules,
 * of which few are read and each a few times. Thread-safe.
 */
public final class OnDemandFile implements ByteSource {
  private final Path path;
  private final long sizeBytes;

  private OnDemandFile(Path path, long sizeBytes) {
    this.path = path;
    this.sizeBytes = sizeBytes;
  }

  /**
   * @throws UnreadableFile when the file is missing, empty, a directory, or may not be read
   */
  public static OnDemandFile of(Path path) {
    try (FileSource file = FileSource.open(path)) {
      return new OnDemandFile(path, file.sizeBytes());
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    try (FileSource file = FileSource.open(path)) {
      if (file.sizeBytes() != sizeBytes) {
        throw new MalformedInput("the file was replaced while it was in use", name(), position);
      }
      file.read(position, target, offset, length);
    }
  }

  @Override
  public void close() {
    // nothing is open
  }
}
