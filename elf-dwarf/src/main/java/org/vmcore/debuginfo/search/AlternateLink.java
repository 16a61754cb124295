package org.vmcore.debuginfo.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/**
 * The file into which dwz moved what several files have in common: {@code .gnu_debugaltlink} names
 * it, since DWARF 5 {@code .debug_sup}.
 *
 * @param path absolute, or relative to the folder of the file that refers to it
 * @param buildId of the other file, or its check sum, in hex digits
 */
public record AlternateLink(String path, String buildId) {
  private static final String GNU_SECTION = ".gnu_debugaltlink";
  private static final String SECTION = ".debug_sup";
  private static final String COMMON_FOLDER = "/.dwz/";
  private static final int MAX_BYTES = 8192;
  private static final int REFERRING = 0; // is_supplementary of each of the two files
  private static final int REFERRED_TO = 1;

  /** Empty for a file that is whole. */
  public static Optional<AlternateLink> of(ElfFile file) {
    Optional<ElfSection> gnu = file.section(GNU_SECTION);
    return gnu.isPresent()
        ? gnu.map(section -> ofGnu(cursor(file, section)))
        : file.section(SECTION).flatMap(section -> ofSup(cursor(file, section), REFERRING));
  }

  private static Cursor cursor(ElfFile file, ElfSection section) {
    ByteSource contents = file.contents(section);
    byte[] bytes = contents.read(0, (int) Math.min(contents.sizeBytes(), MAX_BYTES));
    return new Cursor(bytes, file.order(), file.name() + ": " + section.name());
  }

  private static AlternateLink ofGnu(Cursor in) {
    return new AlternateLink(in.cString(), HexFormat.of().formatHex(in.bytes(in.remaining())));
  }

  private static Optional<AlternateLink> ofSup(Cursor in, int side) {
    in.skip(2); // version
    int found = in.u8();
    String path = in.cString();
    String sum = HexFormat.of().formatHex(in.bytes(in.uleb128()));
    return found == side ? Optional.of(new AlternateLink(path, sum)) : Optional.empty();
  }

  /**
   * Opens the other file; it stays open as long as it is used.
   *
   * @param referring the file that has this link
   * @throws Unsupported when it is nowhere: without it names and types would be wrong
   */
  public ElfFile open(Path referring, DebugFolders folders) {
    return candidates(referring, folders)
        .flatMap(candidate -> opened(candidate).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new Unsupported(
                    "needs " + path + " (build-id " + buildId + "), which dwz made, to be read",
                    referring.toString(),
                    "install the debug package that has it, or name its folder with"
                        + " --debuginfo-dir"));
  }

  private Stream<Path> candidates(Path referring, DebugFolders folders) {
    if (!path.matches("[ -~]+")) {
      return Stream.empty(); // no tool writes such a name
    }
    Path named = realFolder(referring).resolve(path);
    int common = path.indexOf(COMMON_FOLDER);
    String below = common < 0 ? path : path.substring(common + 1);
    boolean inside = !below.startsWith("/") && !below.contains("..");
    return Stream.of(
            DebugFolders.there(Stream.of(named)),
            folders.byBuildId(buildId),
            inside ? folders.below(below) : folders.below(COMMON_FOLDER.substring(1) + fileName()))
        .flatMap(files -> files.stream());
  }

  private String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Links in {@code .build-id} lead to the file; its own folder counts. */
  private static Path realFolder(Path file) {
    try {
      return file.toRealPath().getParent();
    } catch (IOException e) {
      return file.toAbsolutePath().getParent(); // as it was named
    }
  }

  private Optional<ElfFile> opened(Path candidate) {
    FileSource source = null;
    boolean fits = false;
    try {
      source = FileSource.open(candidate);
      ElfFile file = ElfFile.open(source);
      fits = isMeant(file);
      return fits ? Optional.of(file) : Optional.empty();
    } catch (Fault fault) {
      return Optional.empty(); // the next one may be better
    } finally {
      if (source != null && !fits) {
        source.close();
      }
    }
  }

  private boolean isMeant(ElfFile file) {
    Optional<String> ownSum =
        file.section(SECTION)
            .flatMap(section -> ofSup(cursor(file, section), REFERRED_TO))
            .map(AlternateLink::buildId);
    return Stream.of(file.buildId(), ownSum)
        .flatMap(Optional::stream)
        .anyMatch(buildId::equalsIgnoreCase);
  }
}
