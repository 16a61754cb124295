package org.vmcore.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.index.ImageIdentity;
import org.vmcore.debuginfo.index.IndexWriter;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.io.Fault;
import org.vmcore.model.KernelImages;

/**
 * Indexes of kernel images in a folder, one file for each build-id. Whoever writes one gives it its
 * name when it is whole, so that many processes may share the folder; all files in it can be
 * deleted at any time. What is wrong with a file or the folder is no error: there is no index then.
 * Thread-safe.
 */
final class IndexStore {
  private final Path folder;

  /** Loaded when there is something to say: the logging system takes its time to start. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);
  }

  IndexStore(Path folder) {
    this.folder = folder;
  }

  private Optional<Path> file(String buildId) {
    // It comes from a dump.
    return buildId.matches("[0-9a-fA-F]{4,128}")
        ? Optional.of(folder.resolve(buildId.toLowerCase(Locale.ROOT) + ".index"))
        : Optional.empty();
  }

  /**
   * The index of this build.
   *
   * @param name what messages call the image
   * @param atHand the vmlinux that the index must have been made of, where there is one
   * @param vmlinux opens that, for what the index leaves out
   */
  Optional<KernelImage> find(
      String buildId,
      String name,
      Optional<ImageIdentity> atHand,
      Supplier<Optional<KernelImage>> vmlinux) {
    Optional<Path> file = file(buildId).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      KernelImage index =
          KernelImages.open(file.get(), () -> IndexedKernel.open(file.get(), name, vmlinux));
      if (index instanceof IndexedKernel kernel && isOf(kernel.identity(), buildId, atHand)) {
        return Optional.of(index);
      }
      Log.LOG.debug("{}: is of another vmlinux; it is made anew", file.get());
    } catch (Fault fault) {
      Log.LOG.debug("{}; it is made anew", fault.getMessage());
    }
    return Optional.empty();
  }

  private static boolean isOf(ImageIdentity found, String buildId, Optional<ImageIdentity> atHand) {
    return found.buildId().equalsIgnoreCase(buildId)
        && (atHand.isEmpty() || atHand.get().equals(found));
  }

  /** Writes the index of an image. */
  void keep(ImageIdentity identity, ListedImage image) {
    Optional<Path> file = file(identity.buildId());
    if (file.isEmpty()) {
      return;
    }
    Path part = folder.resolve("." + identity.buildId() + "-" + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
      byte[] index = IndexWriter.write(identity, image);
      try {
        Files.write(part, index);
        move(part, file.get());
      } finally {
        Files.deleteIfExists(part);
      }
      Log.LOG.debug("{}: wrote an index of {} bytes", file.get(), index.length);
    } catch (IOException e) {
      Log.LOG.debug("{}: no index is kept: {}", folder, e.toString());
    } catch (Fault fault) {
      Log.LOG.debug("no index is made: {}", fault.getMessage());
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING); // the checksum must do
    }
  }
}
