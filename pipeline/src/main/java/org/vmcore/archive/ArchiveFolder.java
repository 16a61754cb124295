package org.vmcore.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A report as a folder, for {@code --build}. */
public final class ArchiveFolder {
  private ArchiveFolder() {}

  /**
   * Unpacks an uncompressed archive of our own into {@code parent/top}, which appears complete or
   * not at all.
   */
  public static Path unpack(Path tar, Path parent, String top) throws IOException {
    Path temporary = parent.resolve("." + top + ".tmp-" + UUID.randomUUID());
    Files.createDirectories(parent);
    Files.createDirectory(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      unpack(tar, temporary);
      Path target = parent.resolve(top);
      delete(target);
      Files.move(temporary.resolve(top), target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } finally {
      delete(temporary);
    }
  }

  private static void unpack(Path tar, Path folder) throws IOException {
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)), "UTF-8")) {
      // Links come last: no file may be written through one that points out of the folder.
      Map<Path, String> links = new LinkedHashMap<>();
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path path = entry.resolveIn(folder);
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          links.put(path, entry.getLinkName());
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(in, path);
        }
      }
      for (Map.Entry<Path, String> link : links.entrySet()) {
        Files.createDirectories(link.getKey().getParent());
        Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
      }
    }
  }

  /** Removes a folder with all that is in it; links are not followed. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
