package org.vmcore.dump.kdump;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;

/**
 * Finds the other parts of a split dump: {@code makedumpfile --split} is given a name for each, and
 * they mostly lie in one folder. They are told by what they begin with, not by their names.
 */
public final class SplitParts {
  private static final int MAX_FILES = 4096; // a folder of more is no place for one dump

  private final ByteSource given;
  private final KdumpHeader header;
  private final List<KdumpHeader> known = new ArrayList<>();

  private SplitParts(ByteSource given, KdumpHeader header) {
    this.given = given;
    this.header = header;
    known.add(header);
  }

  /**
   * The parts beside this one, opened, in the order of their names; none when it is no part. Of
   * several files with the same pages the first is taken.
   */
  public static List<ByteSource> beside(Path file, ByteSource part) {
    if (!KdumpFile.isKdump(part)) {
      return List.of();
    }
    Optional<KdumpHeader> header = KdumpHeader.read(part);
    if (header.isEmpty() || !header.get().isSplit()) {
      return List.of();
    }
    List<ByteSource> found = new ArrayList<>();
    SplitParts parts = new SplitParts(part, header.get());
    for (Path other : neighbours(file)) {
      parts.open(other).ifPresent(found::add);
    }
    return found;
  }

  private static Iterable<Path> neighbours(Path file) {
    TreeSet<Path> names = new TreeSet<>();
    Path itself = file.toAbsolutePath();
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(itself.getParent())) {
      for (Path other : folder) {
        if (names.size() == MAX_FILES) {
          return List.of();
        }
        if (!other.equals(itself) && Files.isRegularFile(other)) {
          names.add(other);
        }
      }
    } catch (IOException unreadable) {
      return List.of(); // the pages that are missing then are warned of
    }
    return names;
  }

  /** Opens a file if it is a part that is still missing. */
  private Optional<ByteSource> open(Path other) {
    ByteSource source;
    try {
      source = FileSource.open(other);
    } catch (Fault unreadable) {
      return Optional.empty();
    }
    try {
      if (isMissingPart(source)) {
        return Optional.of(source);
      }
    } catch (Fault damaged) {
      // Something else that begins like a dump.
    }
    source.close();
    return Optional.empty();
  }

  private boolean isMissingPart(ByteSource source) {
    if (!KdumpFile.isKdump(source)) {
      return false;
    }
    Optional<KdumpHeader> own = KdumpHeader.read(source).filter(KdumpHeader::isSplit);
    if (own.isEmpty()
        || !Arrays.equals(
            KdumpFile.commonStart(header, source), KdumpFile.commonStart(header, given))
        || known.stream().anyMatch(part -> overlap(part, own.get()))) {
      return false;
    }
    known.add(own.get());
    return true;
  }

  private static boolean overlap(KdumpHeader one, KdumpHeader other) {
    return one.startPfn() < other.endPfn() && other.startPfn() < one.endPfn();
  }
}
