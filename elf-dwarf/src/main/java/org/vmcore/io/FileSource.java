package org.vmcore.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A local file, read by position. Its bytes are copied, never mapped: they do not stay resident.
 */
public final class FileSource implements ByteSource {
  private final Path path;
  private final FileChannel channel;
  private final long sizeBytes;

  private FileSource(Path path, FileChannel channel, long sizeBytes) {
    this.path = path;
    this.channel = channel;
    this.sizeBytes = sizeBytes;
  }

  /**
   * @throws UnreadableFile when the file is missing, empty, a directory, or may not be read
   */
  public static FileSource open(Path path) {
    if (Files.isDirectory(path)) {
      throw new UnreadableFile("is a directory", path.toString(), "name the file in it", null);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UnreadableFile(
          "is a pipe or a device", path.toString(), "copy it to a file first", null);
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      long size = channel.size();
      if (size == 0) {
        channel.close();
        throw new UnreadableFile("is empty", path.toString(), "copy the file again", null);
      }
      return new FileSource(path, channel, size);
    } catch (NoSuchFileException e) {
      throw new UnreadableFile("no such file", path.toString(), "check the path", e);
    } catch (AccessDeniedException e) {
      throw new UnreadableFile(
          "permission denied", path.toString(), "run as a user who may read it", e);
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be opened: " + e.getMessage(), path.toString(), "check the file system", e);
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
    if (position < 0 || length < 0 || position > sizeBytes - length) {
      throw new MalformedInput(
          length + " bytes wanted past the end of " + sizeBytes, name(), position);
    }
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    long at = position;
    try {
      while (buffer.hasRemaining()) {
        int got = channel.read(buffer, at);
        if (got < 0) {
          throw new CutShort("the file became shorter while it was read", name(), at);
        }
        at += got;
      }
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be read: " + e.getMessage(), name(), "check the disk it lies on", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be closed: " + e.getMessage(), name(), "check the disk it lies on", e);
    }
  }
}
