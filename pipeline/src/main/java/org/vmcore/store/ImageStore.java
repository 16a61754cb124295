package org.vmcore.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.index.ImageIdentity;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.io.Fault;
import org.vmcore.model.KernelImages;

/**
 * Opens kernel images. With a cache an image comes from its index, without its vmlinux being read
 * or even there; the first time one is made of the vmlinux, by a thread of its own: when the answer
 * is out, or in a long run where that does not count. Thread-safe.
 */
public final class ImageStore {
  /** From here on a run is long: writing an index takes a second or two. */
  private static final long LONG_RUN_NS = TimeUnit.SECONDS.toNanos(30);

  private static final Map<ImageIdentity, Thread> WRITING = new ConcurrentHashMap<>();

  private final Optional<IndexStore> indexes;

  private ImageStore(Optional<IndexStore> indexes) {
    this.indexes = indexes;
  }

  /** Reads each vmlinux, keeps nothing. */
  public static ImageStore withoutCache() {
    return new ImageStore(Optional.empty());
  }

  /** Keeps indexes in this folder, which is made when there is the first one to keep. */
  public static ImageStore in(Path cacheFolder) {
    return new ImageStore(Optional.of(new IndexStore(cacheFolder)));
  }

  /**
   * The image of a dumped kernel; empty when nothing but the dump itself knows of it.
   *
   * @param crashed build-id of that kernel, where the dump tells it
   * @param vmlinux that is at hand
   * @param folders where to look for what a vmlinux refers to
   * @throws Fault when the vmlinux is needed and cannot be opened
   */
  public Optional<KernelImage> image(
      Optional<String> crashed, Optional<Path> vmlinux, DebugFolders folders) {
    if (indexes.isEmpty()) {
      return vmlinux.map(file -> KernelImages.open(file, folders));
    }
    if (vmlinux.isEmpty()) {
      return crashed.flatMap(
          id ->
              indexes
                  .get()
                  .find(id, "vmlinux of build-id " + id, Optional.empty(), Optional::empty));
    }
    Path file = vmlinux.get();
    Optional<ImageIdentity> identity = identity(file);
    return identity
        .flatMap(
            id ->
                indexes
                    .get()
                    .find(
                        id.buildId(),
                        file.toString(),
                        identity,
                        () -> Optional.of(KernelImages.open(file, folders))))
        .or(() -> Optional.of(opened(file, folders, identity)));
  }

  /** Empty for a file that cannot be read too: opening it says why. */
  private static Optional<ImageIdentity> identity(Path vmlinux) {
    try {
      return ImageIdentity.of(vmlinux);
    } catch (Fault fault) {
      return Optional.empty();
    }
  }

  private KernelImage opened(Path vmlinux, DebugFolders folders, Optional<ImageIdentity> identity) {
    KernelImage image = KernelImages.open(vmlinux, folders);
    // What is wrong with a file shall be said of each dump, and a copy that is whole looks the same
    // by its headers: a damaged one leaves no index.
    if (image instanceof ListedImage listed && identity.isPresent() && image.warnings().isEmpty()) {
      WRITING.computeIfAbsent(identity.get(), id -> writer(id, listed));
    }
    return image;
  }

  private Thread writer(ImageIdentity identity, ListedImage image) {
    Thread writer =
        new Thread(
            () -> {
              LockSupport.parkNanos(LONG_RUN_NS); // a wake-up too early costs nothing but time
              indexes.orElseThrow().keep(identity, image);
              WRITING.remove(identity);
            },
            "index-writer");
    writer.setDaemon(true);
    writer.start();
    return writer;
  }

  /** Has all indexes written that wait for it; for a process whose answer is out. */
  public static void finish() {
    try {
      for (Thread writer : WRITING.values()) {
        LockSupport.unpark(writer);
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
