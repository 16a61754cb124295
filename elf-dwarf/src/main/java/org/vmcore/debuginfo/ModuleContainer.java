package org.vmcore.debuginfo;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.OnDemandFile;
import org.vmcore.io.UnreadableFile;

/** A module's file as it is on disk: plain, {@code .gz} or {@code .zst}. */
final class ModuleContainer {
  private static final int MAX_BYTES = 512 << 20;

  private ModuleContainer() {}

  static ByteSource open(Path path) {
    String name = path.toString();
    if (!name.endsWith(".gz") && !name.endsWith(".zst")) {
      return OnDemandFile.of(path);
    }
    try (InputStream file = Files.newInputStream(path)) {
      return new ArraySource(name, decompressed(file, name));
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be decompressed: " + e.getMessage(), name, "copy the file again", e);
    }
  }

  private static byte[] decompressed(InputStream file, String name) throws IOException {
    byte[] bytes;
    if (name.endsWith(".gz")) {
      bytes = new GZIPInputStream(file).readNBytes(MAX_BYTES + 1);
    } else {
      try {
        bytes = new ZstdInputStream(file).readNBytes(MAX_BYTES + 1);
      } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    if (bytes.length > MAX_BYTES) {
      throw new MalformedInput("decompresses to more than " + MAX_BYTES + " bytes", name, 0);
    }
    return bytes;
  }
}
