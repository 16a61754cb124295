package org.vmcore.debuginfo.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A number for the code that reads debug information, whose answers an index keeps: when any of it
 * changes, indexes are made anew, and nobody has to think of it. The build sums up all classes of
 * the module when they are compiled; the same classes give the same number.
 */
public final class BuildStamp {
  private static final String RESOURCE = "build-stamp";
  private static final int HEX = 16;

  private BuildStamp() {}

  /**
   * Writes the stamp of compiled classes beside them.
   *
   * @param arguments their directory
   */
  public static void main(String[] arguments) throws IOException {
    Path classes = Path.of(arguments[0]);
    Path folder = classes.resolve(BuildStamp.class.getPackageName().replace('.', '/'));
    Files.writeString(folder.resolve(RESOURCE), Integer.toHexString(of(classes)));
  }

  /** The stamp of all classes below a directory, by their names and their bytes. */
  static int of(Path classes) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(classes)) {
      all = files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    CRC32 sum = new CRC32();
    for (Path file : all) {
      String name = classes.relativize(file).toString().replace('\\', '/');
      sum.update(name.getBytes(StandardCharsets.UTF_8));
      sum.update(0);
      sum.update(Files.readAllBytes(file));
    }
    return (int) sum.getValue();
  }

  /** The stamp of the code that runs. */
  static int ofThisBuild() {
    try (InputStream stamp = BuildStamp.class.getResourceAsStream(RESOURCE)) {
      if (stamp == null) {
        throw new IllegalStateException("built without its stamp: build it with Maven");
      }
      String text = new String(stamp.readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseUnsignedInt(text.strip(), HEX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
